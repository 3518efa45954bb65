"""Which tests matter to a change: those that stand where the changed files do.

``pytest --changed`` runs them alone. The tests mirror the packages, so a path says it all:
``gancourse/grading/mark.py`` is looked at by ``tests/gancourse/grading/test_mark.py``, or by the
whole folder where there is no such file.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = "tests/setup/test_project.py"


def changed_files(root: Path = ROOT) -> list[str]:
    """The files that differ from the branch upstream; from ``main``, or HEAD, if there is none."""

    def git(*words: str) -> list[str]:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True)
        return done.stdout.splitlines() if done.returncode == 0 else []

    upstream, main = (git("merge-base", "HEAD", branch) for branch in ("@{upstream}", "main"))
    base = upstream or main or ["HEAD"]
    return git("diff", "--name-only", *base) + git("ls-files", "--others", "--exclude-standard")


def matters(test: str, changed: Iterable[str], root: Path = ROOT) -> bool:
    """Whether the test with this id, ``path::name[parameter]``, looks at one of the files."""
    path = test.partition("::")[0]
    return path == ALWAYS or any(
        _looks_at(test, path, PurePosixPath(file), root) for file in changed
    )


def _looks_at(test: str, path: str, file: PurePosixPath, root: Path) -> bool:
    match file.parts:
        case ("docs", *_, name):
            return name in (root / path).read_text(encoding="utf-8")
        case ("tests", "answers", item, _):
            return f"{item}/{file.stem}" in test
        case ("tests", _, *_, name) if not name.startswith("test_"):
            return path.startswith(f"{file.parent}/")
        case ("tests", *_):
            return path == str(file)
        case ("solutions" | "notebooks", lesson, _):
            return path == "tests/test_notebooks.py" and (lesson in test or "[" not in test)
        case ("graders", lesson, _) if lesson.startswith("lesson_"):
            modules = (root / "graders" / lesson).glob("[!_]*.py")
            names = [one.stem for one in modules] if file.stem.startswith("_") else [file.stem]
            return path.startswith("tests/graders/") and any(
                re.search(rf"\b{name}\b", test.lower()) for name in names
            )
        case ("graders", *_):
            return path.startswith("tests/graders/")
        case ("ganlab" | "gancourse" | "benchmarks", *folders, _) if file.suffix == ".py":
            return _mirrors(path, PurePosixPath("tests", file.parts[0], *folders), file.stem, root)
    return False


def _mirrors(path: str, folder: PurePosixPath, stem: str, root: Path) -> bool:
    """Whether the test file is the one of this name, or any of the folder if there is none."""
    own = folder / f"test_{stem}.py"
    return path == str(own) if (root / own).exists() else path.startswith(f"{folder}/")
