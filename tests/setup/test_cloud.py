"""What machines read that are not here: Colab's packages, Binder's files, containers."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from gancourse.course.settings import load_config
from gancourse.release.cloud import INSTALL_CODE, places
from tests.setup.test_project import find_imported

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_lessons_import_nothing_that_colab_lacks_and_the_first_cell_does_not_install():
    on_colab = {Requirement(line).name for line in read("tests/setup/colab.txt").splitlines()[3:]}
    (line,) = re.findall(r"%pip install .*", INSTALL_CODE)
    imported = set.union(*(find_imported()[one] for one in ("solutions", "ganlab", "graders")))
    assert {"torch", "ipython", "platformdirs"} <= imported
    assert imported <= on_colab | set(line.split()[4:])


@pytest.mark.parametrize("page", ["docs/cloud.md"])
def test_a_page_opens_lessons_at_the_version_that_their_first_cell_installs(page):
    links = re.findall(
        r"https://(?:colab\.|kaggle\.com/kernels|mybinder\.org/v2)[^)\s]+ipynb", read(page)
    )
    repository = load_config(ROOT).TidyRelease.repository
    right = {
        link
        for path in ROOT.glob("notebooks/*/*.ipynb")
        for link in places(
            repository, PROJECT["version"], path.relative_to(ROOT).as_posix()
        ).values()
    }
    assert len(links) >= 3
    assert set(links) <= right


def test_binder_installs_the_course_with_a_python_that_it_supports():
    name, version = read(".binder/runtime.txt").strip().split("-")
    assert name == "python"
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)
    lines = [line for line in read(".binder/requirements.txt").splitlines() if line[0] not in "#-"]
    assert lines.pop() == "."
    assert {Requirement(line).name for line in lines} == {"torch", "torchvision"}


def test_the_dev_container_installs_the_course():
    settings = json.loads(read(".devcontainer/devcontainer.json"))
    assert settings["postCreateCommand"].endswith("pip install -e .")
    (version,) = re.findall(r":(3\.\d+)", settings["image"])
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)


def test_the_images_get_what_they_copy():
    assert read(".containerignore") == read(".dockerignore")
    let_in = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    copied = re.findall(r"(?m)^COPY (.+) /tmp/source", read("Containerfile"))
    assert {name for line in copied for name in line.split()} == let_in
    assert all((ROOT / name).exists() for name in let_in)
    assert re.findall(r"(?m)^FROM .* AS (\w+)$", read("Containerfile")) == ["student", "teach"]
