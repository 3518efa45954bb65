"""The project's own files agree with each other."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import torch
import typer
import yaml

import graders
from benchmarks.__main__ import MODULES, about
from gancourse.cli.commands import app
from gancourse.course.places import find_graded_lessons, find_lessons
from ganlab.networks import get_noise as get_noise_of_the_course

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("ganlab", "graders", "gancourse")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def spell(name: str) -> str:
    """A distribution's name in its one normal spelling."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name).group()).lower()


def make_targets() -> list[str]:
    return re.findall(r"(?m)^([a-z-]+):", read("Makefile"))


def test_environment_yml_only_refers_to_pyproject():
    bootstrap = re.search(r'(?m)^EXTRAS = "(\w+)"', read("bootstrap.py")).group(1)
    assert bootstrap in PROJECT["project"]["optional-dependencies"]
    assert yaml.safe_load(read("environment.yml"))["dependencies"] == [
        "python" + PROJECT["project"]["requires-python"],
        "pip",
        {"pip": [f"-e .[{bootstrap}]"]},
    ]


def test_bootstrap_asks_for_the_python_that_pyproject_requires():
    oldest = re.search(r"(?m)^OLDEST, \w+ = (\d+),", read("bootstrap.py")).group(1)
    assert PROJECT["project"]["requires-python"] == f">=3.{oldest}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py3{oldest}"


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks", "tests"])
def test_every_imported_package_is_listed_in_pyproject(package):
    listed = list(PROJECT["project"]["dependencies"])
    for extra, lines in PROJECT["project"]["optional-dependencies"].items():
        listed += lines if extra != "test" or package in ("benchmarks", "tests") else []
    listed = {spell(line) for line in listed}
    providers = importlib.metadata.packages_distributions()
    imported = set()
    for path in (ROOT / package).rglob("*.py"):
        if path.is_relative_to(ROOT / "benchmarks" / "redteam" / "cheats"):
            continue  # what cheats hand in, not all of it Python
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    own = {*PACKAGES, "benchmarks", "tests"}
    for name in imported - own - set(sys.stdlib_module_names):
        assert listed & {spell(one) for one in providers[name]}, name


def test_every_target_of_the_makefile_is_explained_by_bare_make():
    if not shutil.which("make"):
        pytest.skip("there is no make on this machine")
    printed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = [line.split()[1] for line in printed.splitlines() if line.startswith("make ")]
    assert explained == make_targets()
    assert all(len(line.split()) > 3 for line in printed.splitlines())


@pytest.mark.parametrize("module", MODULES.values())
def test_every_benchmark_is_there_and_says_what_it_measures(module):
    assert about(module).endswith(".")


@pytest.mark.parametrize("page", ["README.md", *sorted(p.name for p in ROOT.glob("docs/*.md"))])
def test_every_command_in_the_texts_is_real(page):
    text = read(page) if (ROOT / page).exists() else read(f"docs/{page}")
    code = "\n".join(
        re.findall(r"`([^`\n]+)`", text) + re.findall(r"(?ms)^```\w*\n(.*?)^```", text)
    )
    targets = re.findall(r"(?m)^\s*make (?:[A-Z]+=\S+ )?([a-z][\w-]*)", code)
    commands = re.findall(r"(?m)^\s*gancourse ([a-z].*)$", code)
    assert targets or commands
    assert set(targets) <= {*make_targets(), *(f"bench-{name}" for name in MODULES)}
    for command in commands:
        known = typer.main.get_command(app)
        for word in command.split():
            if not getattr(known, "commands", None):
                break
            assert word in known.commands, command
            known = known.commands[word]
        options = {name for one in known.params for name in one.opts}
        assert set(re.findall(r"--[a-z-]+", command)) <= options | {"--help"}, command


def test_readme_lists_every_lesson():
    listed = re.findall(
        r"(?m)^\| \[(\d\d_\w+)\]\(notebooks/(\w+)/(\w+)\.ipynb\)", read("README.md")
    )
    lessons = sorted(path.stem for path in (ROOT / "solutions").glob("*/*.ipynb"))
    assert listed == [(name, name, name) for name in lessons]


def test_readme_calls_optional_what_is_not_graded():
    optional = set(find_lessons(ROOT)) - set(find_graded_lessons(ROOT))
    rows = re.findall(r"(?m)^\| \[(\d\d_\w+)\](.*)$", read("README.md"))
    assert {lesson for lesson, row in rows if row.endswith("| nothing: optional |")} == optional


def test_readme_shows_what_a_check_really_says(capsys):
    def get_noise(n_samples, z_dim, device="cpu"):
        return torch.rand(n_samples, z_dim, device=device)

    with pytest.raises(graders.CheckFailed) as failed:
        graders.check_get_noise(get_noise)
    assert f"```\n{failed.value}\n```" in read("README.md")

    graders.check_get_noise(get_noise_of_the_course)
    assert f"```\n{capsys.readouterr().out}```" in read("README.md")


def test_ci_and_github_run_the_command_that_anyone_types():
    assert "make test" in read(".ci/run")
    jobs = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]
    assert any(step.get("run", "").startswith("make test") for step in jobs["test"]["steps"])
    systems = jobs["test"]["strategy"]["matrix"]["os"]
    assert {name.split("-")[0] for name in systems} == {"ubuntu", "macos", "windows"}
