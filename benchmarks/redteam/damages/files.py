"""What happens to the file, and to the folder around it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from benchmarks.redteam.damages.damage import DAMAGES, NAME, Damage, damaged_file
from benchmarks.redteam.target import ALL, LESSON, POINTS, cell

CONV, NOISE, DENORM, LETTER = POINTS.values()


@damaged_file(0, "not a notebook")
def deep_nesting(folder, nb):
    (folder / NAME).write_text("[" * 200_000)


@damaged_file(0, "not a notebook")
def json_bomb(folder, nb):
    (folder / NAME).write_text('{"cells": [' + "[]," * 10_000_000 + "[]]}")


@damaged_file(0, "not a notebook")
def not_json(folder, nb):
    (folder / NAME).write_text("<!DOCTYPE html><html><title>Sign in</title></html>")


@damaged_file(CONV + NOISE, "cut off")
def cut_off(folder, nb):
    text = nbformat.writes(nb)
    (folder / NAME).write_text(text[: text.index("def denorm")])


@damaged_file(0, "not a notebook")
def empty_file(folder, nb):
    (folder / NAME).write_text("")


@damaged_file(0, "not a notebook")
def random_bytes(folder, nb):
    (folder / NAME).write_bytes(bytes(range(256)) * 50)


@damaged_file(ALL, "")
def a_folder_of_modules(folder, nb):
    cell(nb, "setup").source += "\nimport m7\nassert m7.seven == 7\n"
    cell(nb, "look-denorm").source = "# " + "import a, b, c from " * 150_000
    (folder / NAME).write_text(nbformat.writes(nb))
    for number in range(3_000):
        (folder / f"m{number}.py").write_text("seven = 7\n")


@damaged_file(ALL, "")
def byte_order_mark(folder, nb):
    (folder / NAME).write_text(nbformat.writes(nb), encoding="utf-8-sig")


@damaged_file(ALL, "")
def utf_16(folder, nb):
    (folder / NAME).write_text(nbformat.writes(nb), encoding="utf-16")


@damaged_file(ALL, "")
def latin_1(folder, nb):
    cell(nb, "why").source = "Größe, déjà vu"
    (folder / NAME).write_text(json.dumps(nb, ensure_ascii=False), encoding="latin-1")


@damaged_file(ALL, "")
def windows_line_ends(folder, nb):
    for one in nb.cells:
        one.source = one.source.replace("\n", "\r\n")
    (folder / NAME).write_text(nbformat.writes(nb), newline="\r\n")


@damaged_file(ALL, "")
def nul_bytes(folder, nb):
    (folder / NAME).write_bytes(nbformat.writes(nb).encode() + b"\0" * 5000)


@damaged_file(0, "500 MB and cannot be read")
def far_too_large(folder, nb):
    with (folder / NAME).open("wb") as file:
        file.truncate(500 * 2**20)  # a hole: it takes no space


@damaged_file(0, "no 01_target.ipynb")
def zip_instead(folder, nb):
    (folder / f"{LESSON}.zip").write_bytes(b"PK\3\4")


@damaged_file(0, "")
def empty_folder(folder, nb):
    pass


@damaged_file(ALL, "was called")
def browsers_second_copy(folder, nb):
    nbformat.write(nb, folder / f"{LESSON} (1).ipynb")


@damaged_file(ALL, "was called")
def copy_of(folder, nb):
    nbformat.write(nb, folder / f"Copy of {LESSON}.ipynb")


@damaged_file(ALL, "")
def capital_letters(folder, nb):
    nbformat.write(nb, folder / f"{LESSON.upper()}.IPYNB")


@damaged_file(ALL, "")
def two_notebooks(folder, nb):
    (folder / f"{LESSON}-Copy1.ipynb").write_text("{}")
    nbformat.write(nb, folder / NAME)


@damaged_file(0, "link")
def link_to_another_student(folder, nb):
    other = folder.parents[1] / "ada-allright" / LESSON / NAME
    (folder / NAME).symlink_to(other)


@damaged_file(0, "link")
def link_to_a_system_file(folder, nb):
    (folder / NAME).symlink_to("/etc/passwd")


@damaged_file(0, "link")
def link_to_nothing(folder, nb):
    (folder / NAME).symlink_to(folder / "nowhere")


@damaged_file(0, "link")
def folder_is_a_link(folder, nb):
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "ada-allright" / LESSON)


@damaged_file(0, "link")
def student_is_a_link(folder, nb):
    folder.rmdir()
    student = folder.parent
    student.rmdir()
    student.symlink_to(student.parent / "ada-allright")


@damaged_file(0, "no file")
def folder_for_a_file(folder, nb):
    (folder / NAME).mkdir()


@damaged_file(0, "no file")
def fifo(folder, nb):
    os.mkfifo(folder / NAME)


@damaged_file(0, "a file")
def file_for_a_folder(folder, nb):
    folder.rmdir()
    folder.write_text("my homework")


@damaged_file(*((ALL, "") if os.getuid() == 0 else (0, "cannot be read")))  # root reads everything
def unreadable(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / NAME).chmod(0)
    folder.chmod(0)


@damaged_file(ALL, "")
def strange_timestamps(folder, nb):
    nbformat.write(nb, folder / NAME)
    os.mkfifo(folder / "timestamp.txt")


@damaged_file(ALL, "")
def linked_timestamp(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").symlink_to(folder.parents[2] / "solutions" / LESSON / NAME)


@damaged_file(ALL, "")
def nonsense_timestamp(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").write_bytes(b"\xff" * 1000)


@damaged_file(ALL, "")
def timestamp_of_a_terabyte(folder, nb):
    nbformat.write(nb, folder / NAME)
    with (folder / "timestamp.txt").open("wb") as file:
        file.truncate(2**40)  # a hole: it takes no space


@damaged_file(ALL, "")
def timestamp_that_no_calendar_has(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").write_text("-25:00" + 40 * "9" + "00:Jan-")


@damaged_file(ALL, "")
def many_other_files(folder, nb):
    nbformat.write(nb, folder / NAME)
    for name in (
        "torch.py",
        "graders.py",
        "-rf",
        "a\nb",
        "{x}",
        "%s",
        "\x1b[2J",
        "$(id)",
        "ü" * 80,
    ):
        (folder / name).write_text("raise SystemExit")


def _named(name: str, deserves: float, says: str) -> None:
    """Register a student's folder with a strange name and a notebook that is all right."""

    def make(folder: Path, nb: NotebookNode) -> None:
        folder.rmdir()
        folder.parent.rmdir()
        strange = folder.parents[1] / name / LESSON
        strange.mkdir(parents=True)
        nbformat.write(nb, strange / NAME)

    class Named(Damage):
        student = name

    DAMAGES.append(Named(name, make, deserves, says))


if sys.platform == "linux":
    for strange in ("damaged name", "-damaged", "{damaged}", "damaged%s", "'damaged&", "dämaged"):
        _named(strange, ALL, "")
    _named("<img src=x onerror=redteam_alert()>", 0, "rename")
    _named("'damaged\"", 0, "rename")
    for strange in ("=damaged+1", "@SUM(damaged)", "=cmd|' C'!A0", "＝damaged", "-1+damaged;=1"):
        _named(strange, ALL, "")
    for strange in (":snake:", "con", "dаmaged", "damage\u0301d", "dámaged"):
        _named(strange, ALL, "")
    _named("damaged*", 0, "rename")
    _named("damaged[b]", 0, "rename")
    _named("damaged\x1b[2J\x07", 0, "rename")
    _named("damaged\nname", 0, "rename")
    _named(os.fsdecode(b"damaged-\xff"), 0, "rename")
    _named(" damaged", 0, "rename")
    _named("d" * 128, ALL, "")
    _named("d" * 200, 0, "rename")
