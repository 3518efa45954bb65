"""A learning platform's download becomes submitted/, whatever is in it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, ROOT, answered
from gancourse.cli.commands import app
from gancourse.course.tidy import text_of
from gancourse.errors import CourseError
from gancourse.grading import collect as collecting
from gancourse.grading.collect import MOST_GROWTH, collect, student_name

FILE = f"{LESSON}.ipynb"


@pytest.fixture
def course(tmp_path, released_course) -> Path:
    return shutil.copytree(released_course, tmp_path / "c")


@pytest.fixture(scope="module")
def work(released) -> str:
    return text_of(answered(released))


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def in_folder(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def submitted(course: Path) -> set[str]:
    root = course / "submitted"
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


PLATFORMS = {
    "Moodle, folders": (
        f"Ada Allright_123456_assignsubmission_file_/{FILE}",
        f"ada-allright/{LESSON}/{FILE}",
    ),
    "Moodle, files": (
        f"Ada Allright_123456_assignsubmission_file_{FILE}",
        f"ada-allright/{LESSON}/{FILE}",
    ),
    "Canvas": (f"allrightada_1234_56789_{FILE}", f"allrightada-1234/{LESSON}/{FILE}"),
    "Canvas, late, second try": (
        f"allrightada_LATE_1234_56789_{LESSON}-1.ipynb",
        f"allrightada-1234/{LESSON}/{LESSON}-1.ipynb",
    ),
    "folders": (f"ada-allright/{FILE}", f"ada-allright/{LESSON}/{FILE}"),
    "folders in nbgrader's form": (
        f"ada_allright/{LESSON}/{FILE}",
        f"ada_allright/{LESSON}/{FILE}",
    ),
    "files": (f"ada_allright_{FILE}", f"ada_allright/{LESSON}/{FILE}"),
    "files of another name": ("ada_homework.ipynb", f"ada/{LESSON}/homework.ipynb"),
}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("pack", [zipped, in_folder])
def test_platforms(course, tmp_path, work, platform, pack):
    name, where = PLATFORMS[platform]
    other = name.replace("Ada Allright", "Hal Half").replace("allrightada", "halfhal")
    other = other.replace("ada", "hal").replace("1234", "4321")
    source = pack(tmp_path / "download.zip", {name: work, other: work})
    said = collect(course, "01", source)
    assert len(said) == 2
    assert where in submitted(course)
    assert len(submitted(course)) == 2
    assert (course / "submitted" / where).read_text() == work


def test_a_second_download_replaces_the_first_and_touches_nobody_else(course, tmp_path, work):
    collect(course, "01", zipped(tmp_path / "1.zip", {f"ada/{FILE}": "old", f"hal/{FILE}": work}))
    collect(course, "01", zipped(tmp_path / "2.zip", {f"ada/{FILE}": work}))
    assert submitted(course) == {f"{name}/{LESSON}/{FILE}" for name in ("ada", "hal")}
    assert (course / "submitted" / "ada" / LESSON / FILE).read_text() == work


def test_two_students_of_one_name_stay_two(course, tmp_path, work):
    names = [f"Ada Allright_{number}_assignsubmission_file_/{FILE}" for number in (11, 12)]
    collect(course, "01", zipped(tmp_path / "1.zip", dict.fromkeys(names, work)))
    assert {path.split("/")[0] for path in submitted(course)} == {
        "ada-allright-11",
        "ada-allright-12",
    }


def test_nobody_hands_in_under_another_name(course, tmp_path, work):
    names = [
        f"Hal Half_11_assignsubmission_file_/Ada Allright_12_assignsubmission_file_{FILE}",
        f"Hal Half_11_assignsubmission_file_/ada/{FILE}",
        f"Hal Half_11_assignsubmission_file_/../ada_allright_12345_12345_{FILE}",
    ]
    collect(course, "01", zipped(tmp_path / "1.zip", dict.fromkeys(names, work)))
    assert {path.split("/")[0] for path in submitted(course)} == {"hal-half"}


def test_a_students_own_archive_is_opened(course, tmp_path, work):
    inner = zipped(tmp_path / "inner.zip", {f"my work/{FILE}": work, "notes.txt": "1"})
    name = "Ada Allright_11_assignsubmission_file_/homework.zip"
    collect(course, "01", zipped(tmp_path / "1.zip", {name: inner.read_bytes()}))
    assert submitted(course) == {f"ada-allright/{LESSON}/{FILE}"}


@pytest.mark.parametrize("form", ["Ada Allright_11_assignsubmission_file_{}", "ada_1234_5678_{}"])
def test_modules_of_ones_own_come_along(course, tmp_path, work, form):
    inner = zipped(tmp_path / "inner.zip", {FILE: work, "helper.py": "width = 2"})
    names = {form.format(f"{LESSON}.zip"): inner.read_bytes(), "bea/bea.py": "1", "stray.py": "1"}
    lines = collect(course, "01", zipped(tmp_path / "1.zip", names))
    student = next(line.partition(":")[0] for line in lines if line.startswith("ada"))
    assert f"{student}/{LESSON}/helper.py" in submitted(course)
    assert f"{student}/{LESSON}/{FILE}" in submitted(course)
    assert "stray.py was left out: its name does not say whose it is." in lines


@pytest.mark.parametrize(
    "name",
    [
        f"../../outside/{FILE}",
        f"/outside/{FILE}",
        f"C:\\outside\\{FILE}",
        f"..\\..\\outside\\{FILE}",
        f"ada/../../../outside/{FILE}",
    ],
)
def test_no_path_leads_out(course, tmp_path, work, name):
    before = set(tmp_path.iterdir())
    source = zipped(tmp_path / "1.zip", {name: work})
    collect(course, "01", source)
    assert set(tmp_path.iterdir()) == before | {source}
    assert len(submitted(course)) == 1
    assert {path.name for path in course.iterdir()} == {
        "nbgrader_config.py",
        "notebooks",
        "solutions",
        "submitted",
    }


def test_links_and_other_files_are_left_out(course, tmp_path, work):
    source = zipped(tmp_path / "1.zip", {f"ada/{FILE}": work, "ada/notes.txt": "1"})
    with zipfile.ZipFile(source, "a") as archive:
        link = zipfile.ZipInfo(f"hal/{FILE}")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    collect(course, "01", source)
    assert submitted(course) == {f"ada/{LESSON}/{FILE}"}
    folder = in_folder(tmp_path / "folder", {f"bea/{FILE}": work})
    (folder / "hal").mkdir()
    (folder / "hal" / FILE).symlink_to("/etc/passwd")
    collect(course, "01", folder)
    assert submitted(course) == {f"ada/{LESSON}/{FILE}", f"bea/{LESSON}/{FILE}"}


def bomb() -> bytes:
    """An archive of kilobytes that would fill hundreds of megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        zeros = bytes(60 * 2**20)
        for number in range(5):
            archive.writestr(f"{number}.ipynb", zeros)
    assert len(made.getvalue()) * MOST_GROWTH < 5 * len(zeros)
    return made.getvalue()


def test_a_bomb_is_refused_and_one_within_costs_its_owner_only(course, tmp_path, work):
    (tmp_path / "bomb.zip").write_bytes(bomb())
    with pytest.raises(CourseError, match="more space"):
        collect(course, "01", tmp_path / "bomb.zip")
    files = {
        f"Ada Allright_11_assignsubmission_file_/{FILE}": work,
        "Bo Bomb_12_assignsubmission_file_/homework.zip": bomb(),
        "Dan Damaged_13_assignsubmission_file_/homework.zip": b"PK no zip at all",
    }
    said = collect(course, "01", zipped(tmp_path / "1.zip", files))
    assert f"ada-allright/{LESSON}/{FILE}" in submitted(course)
    assert sum("homework.zip was left out" in line for line in said) == 2


def test_a_file_that_is_too_large_is_left_out_and_named(course, tmp_path, work, monkeypatch):
    monkeypatch.setattr(collecting, "LARGEST_BYTES", 2**20)
    files = {f"ada/{FILE}": work, f"bo/{FILE}": os.urandom(2**20 + 1)}
    said = collect(course, "01", zipped(tmp_path / "1.zip", files))
    assert submitted(course) == {f"ada/{LESSON}/{FILE}"}
    assert any(f"bo/{FILE} was left out" in line for line in said)


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "cut off"])
def test_what_is_no_download_is_refused_with_a_sentence(course, tmp_path, work, kind):
    source = tmp_path / "1.zip"
    if kind == "text":
        source.write_text("hello")
    elif kind == "empty":
        zipped(source, {"readme.txt": "nothing"})
    elif kind == "cut off":
        whole = zipped(source, {f"ada/{FILE}": work * 5}).read_bytes()
        source.write_bytes(whole[:200] + bytes(100) + whole[300:])
    with pytest.raises(CourseError):
        collect(course, "01", source)
    assert not (course / "submitted").exists()


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Ada Allright", "ada-allright"),
        ("Zoë  O'Neil-Ö", "zoë-o'neil-ö"),
        ("Ann [1] *?", "ann-1"),
        ("../..", ""),
        ("a\x1b[31mb\n", "a-31mb"),
    ],
)
def test_names_become_names_of_folders(name, student):
    assert student_name(name) == student


def test_the_command_says_what_it_did(course, tmp_path, work, monkeypatch):
    monkeypatch.chdir(course)
    source = zipped(tmp_path / "1.zip", {f"ada/{FILE}": work})
    done = CliRunner().invoke(app, ["collect", "01", str(source)])
    assert (done.exit_code, done.stdout) == (0, f"ada: {FILE}\n")
    refused = CliRunner().invoke(app, ["collect", "01", str(tmp_path / "none.zip")])
    assert refused.exit_code == 1
    assert "neither a folder nor a zip file" in refused.stderr


def test_stock_zip_collect_does_the_same(course, work):
    archive = course / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    zipped(archive / "download.zip", {f"Ada Allright_11_assignsubmission_file_/{FILE}": work})
    command = [sys.executable, "-m", "nbgrader", "zip_collect", LESSON]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert submitted(course) == {f"ada-allright/{LESSON}/{FILE}"}
