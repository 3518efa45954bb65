"""The wheel, as `pip install gans-in-notebooks` brings it."""

import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def about(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_it_carries_every_lesson_as_released(wheel):
    lessons = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    assert len(lessons) == 9
    carried = [name for name in wheel.namelist() if name.endswith(".ipynb")]
    assert sorted(carried) == [
        f"gancourse/student/notebooks/{path.stem}/{path.name}" for path in lessons
    ]
    for path in lessons:
        name = f"gancourse/student/notebooks/{path.stem}/{path.name}"
        assert wheel.read(name) == path.read_bytes()


def test_its_readme_has_whole_addresses(about):
    text = about.get_payload(decode=True).decode()
    links = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r'(?:src|srcset)="([^"]+)', text)
    assert len(links) > 10
    assert [link for link in links if not re.match(r"https?:|#", link)] == []


def test_the_files_that_its_readme_names_are_there(about):
    text = about.get_payload(decode=True).decode()
    (source,) = (url for name, url in urls(about) if name == "Source")
    raw = source.replace("github.com", "raw.githubusercontent.com") + "/main/"
    names = re.findall(rf"(?:{re.escape(raw)}|{re.escape(source)}/blob/main/)([^)\s\"#]+)", text)
    assert len(names) > 10
    assert [name for name in names if not (ROOT / name).exists()] == []


def urls(about) -> list[tuple[str, str]]:
    return [tuple(line.split(", ", 1)) for line in about.get_all("Project-URL")]
