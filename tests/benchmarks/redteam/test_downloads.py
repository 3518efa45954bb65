"""Downloads in which one student's files would stop the collecting for everybody."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks.redteam import target
from gancourse.grading.collect import collect

HONEST = "Ada Allright_1_assignsubmission_file_"
OTHER = "Cy Cheat_2_assignsubmission_file_"
NAME = f"{target.LESSON}.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return target.make_course(tmp_path_factory.mktemp("downloads") / "course")


def zipped(members: dict[str, str | bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def broken(kind: int) -> bytes:
    """An archive whose packed bytes are wrong."""
    raw = bytearray(zipped({NAME: "{}" * 20_000}, kind))
    for place in range(60, 90):
        raw[place] ^= 0xFF
    return bytes(raw)


HOSTILE = {
    "a name of 400 bytes": {f"{'😀' * 100}.ipynb": "{}"},
    "a file and a folder of one name": {"x?.ipynb": "{}", "x_.ipynb/y.ipynb": "{}"},
    "a folder and a file of one name": {"x_.ipynb/y.ipynb": "{}", "x?.ipynb": "{}"},
    "two thousand folders in each other": {"a/" * 2000 + NAME: "{}"},
    "an archive with wrong LZMA": {"work.zip": broken(zipfile.ZIP_LZMA)},
    "an archive with wrong BZIP2": {"work.zip": broken(zipfile.ZIP_BZIP2)},
    "an archive with clashing names": {"work.zip": zipped({"x.ipynb": "", "x.ipynb/y.ipynb": ""})},
}


@pytest.mark.parametrize("members", HOSTILE.values(), ids=HOSTILE)
def test_others_are_collected(course, tmp_path, members):
    source = tmp_path / "download.zip"
    members = {f"{OTHER}/{name}": text for name, text in members.items()}
    source.write_bytes(zipped({f"{HONEST}/{NAME}": "{}"} | members))
    assert f"ada-allright: {NAME}" in collect(course, target.LESSON, source)


def test_an_archive_in_a_folder_stops_nobody(course, tmp_path):
    for folder in (HONEST, OTHER):
        (tmp_path / folder).mkdir()
    (tmp_path / HONEST / NAME).write_text("{}")
    (tmp_path / OTHER / "work.zip").write_bytes(zipped({"x.ipynb": "", "x.ipynb/y.ipynb": ""}))
    lines = collect(course, target.LESSON, tmp_path)
    assert f"ada: {NAME}" in lines or f"ada-allright: {NAME}" in lines
