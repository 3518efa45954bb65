"""``pytest --changed`` runs the tests that matter to a change."""

import subprocess

import pytest

from tests.changed import ALWAYS, changed_files, matters

ANSWERS = "tests/graders/test_answers.py::test_a_right_answer_passes"


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("graders/lesson_02/get_noise.py", f"{ANSWERS}[get_noise/right_plain]"),
        ("graders/lesson_02/generator.py", f"{ANSWERS}[Generator/right_plain]"),
        ("graders/lesson_02/_layers.py", f"{ANSWERS}[Generator/right_plain]"),
        ("graders/core/values.py", f"{ANSWERS}[get_noise/right_plain]"),
        ("tests/answers/get_noise/right_plain.py", f"{ANSWERS}[get_noise/right_plain]"),
        ("ganlab/measure.py", "tests/ganlab/test_measure.py::test_a"),
        ("gancourse/release/leaks.py", "tests/gancourse/release/test_release.py::test_a"),
        ("gancourse/platforms/collect.py", "tests/gancourse/platforms/test_collect.py::test_a"),
        ("benchmarks/trust/mutation.py", "tests/benchmarks/trust/test_mutation.py::test_a"),
        ("solutions/03_losses/03_losses.ipynb", "tests/test_notebooks.py::test_a[03_losses]"),
        ("notebooks/03_losses/03_losses.ipynb", "tests/test_notebooks.py::test_up_to_date"),
        ("tests/gancourse/conftest.py", "tests/gancourse/grading/test_grade.py::test_a"),
        ("tests/setup/test_changed.py", "tests/setup/test_changed.py::test_a"),
        ("README.md", f"{ALWAYS}::test_a"),
        ("docs/writing_checks.md", "tests/graders/test_writing_checks.py::test_a"),
        ("docs/grading.md", "tests/gancourse/sandbox/test_limits.py::test_a"),
        ("gancourse/sandbox/limits.py", "tests/gancourse/sandbox/test_limits.py::test_a"),
    ],
)
def test_what_looks_at_a_file_is_run(file, test):
    assert matters(test, [file])


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("graders/lesson_02/generator.py", f"{ANSWERS}[generator_loss_gradients/right_plain]"),
        ("graders/lesson_02/get_noise.py", "tests/ganlab/test_networks.py::test_get_noise"),
        ("tests/answers/get_noise/right_plain.py", f"{ANSWERS}[get_noise/right_other]"),
        ("gancourse/platforms/collect.py", "tests/gancourse/grading/test_grade.py::test_a"),
        ("solutions/03_losses/03_losses.ipynb", "tests/test_notebooks.py::test_a[04_training]"),
        ("README.md", "tests/ganlab/test_measure.py::test_a"),
        ("docs/grading.md", "tests/graders/test_writing_checks.py::test_a"),
    ],
)
def test_what_looks_elsewhere_is_not(file, test):
    assert not matters(test, [file])


@pytest.mark.parametrize("upstream", [["--track", "main"], []])
def test_files_edited_made_and_committed_since_the_branch_upstream_are_changed(tmp_path, upstream):
    def git(*words):
        who = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init", "--initial-branch=main")
    for name in ("edited", "committed", "same"):
        (tmp_path / name).write_text("1")
    git("add", ".")
    git("commit", "--message=1")
    git("switch", "--create=mine", *upstream)
    (tmp_path / "committed").write_text("2")
    git("commit", "--all", "--message=2")
    (tmp_path / "edited").write_text("2")
    (tmp_path / "made").write_text("2")
    assert sorted(changed_files(tmp_path)) == ["committed", "edited", "made"]


def test_a_folder_without_git_has_no_changes(tmp_path):
    assert changed_files(tmp_path) == []
