"""Damaged submissions: what editors, browsers and students do to a notebook, one function each.

Each function gets the folder of one student's lesson and a notebook with right answers, and hands
in something else. Beside it stand the points that can be saved, and a few words of the line that
says what was wrong; no words where nothing is lost and nothing needs to be said.
"""

from __future__ import annotations

import copy
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from benchmarks.redteam.target import ALL, LESSON, POINTS, RIGHT, STUBS, answer, cell

NAME = f"{LESSON}.ipynb"
CONV, NOISE, DENORM, LETTER = POINTS.values()


@dataclass(frozen=True)
class Damage:
    """One damaged submission.

    Attributes:
        name: What happened to it.
        make: Hands it in: given its folder and a notebook with right answers.
        deserves: The points that can be saved.
        says: Words of the line in the report that tells of it.
    """

    name: str
    make: Callable[[Path, NotebookNode], None]
    deserves: float
    says: str

    @property
    def student(self) -> str:
        """The name of the student's folder."""
        return f"damaged-{self.name.replace('_', '-')}"


DAMAGES: list[Damage] = []


def _file(deserves: float, says: str) -> Callable:
    """Register a function that writes into the folder itself."""

    def keep(make: Callable[[Path, NotebookNode], None]) -> Callable:
        DAMAGES.append(Damage(make.__name__, make, deserves, says))
        return make

    return keep


def _data(deserves: float, says: str) -> Callable:
    """Register a function that changes the notebook as plain data, or returns other data."""

    def keep(change: Callable[[Any], Any]) -> Callable:
        def make(folder: Path, nb: NotebookNode) -> None:
            data = json.loads(json.dumps(nb))
            changed = change(data)
            (folder / NAME).write_text(json.dumps(data if changed is None else changed))

        DAMAGES.append(Damage(change.__name__, make, deserves, says))
        return change

    return keep


def _cells(deserves: float, says: str) -> Callable:
    """Register a function that changes the notebook's cells."""

    def keep(change: Callable[[NotebookNode], None]) -> Callable:
        def make(folder: Path, nb: NotebookNode) -> None:
            change(nb)
            # Not nbformat's own: it would refuse, or repair.
            (folder / NAME).write_text(json.dumps(nb))

        DAMAGES.append(Damage(change.__name__, make, deserves, says))
        return change

    return keep


# Cells -------------------------------------------------------------------------------------------


@_cells(ALL, "stood there 2 times")
def duplicated_answer(nb):
    nb.cells.append(copy.deepcopy(cell(nb, "denorm")))


@_cells(ALL, "stood there 2 times")
def duplicated_stub(nb):
    stub = copy.deepcopy(cell(nb, "denorm"))
    stub.source = answer("denorm", "# YOUR CODE HERE\n    raise NotImplementedError")
    nb.cells.insert(0, stub)


@_cells(ALL, "it counts once")
def duplicated_check(nb):
    nb.cells += [copy.deepcopy(cell(nb, "check-denorm")) for _ in range(3)]


@_cells(ALL - DENORM, "had been deleted")
def deleted_answer(nb):
    nb.cells.remove(cell(nb, "denorm"))


@_cells(ALL, "had been deleted")
def deleted_check(nb):
    nb.cells.remove(cell(nb, "check-denorm"))


@_cells(ALL, "had been deleted")
def deleted_everything_but_answers(nb):
    nb.cells = [one for one in nb.cells if one.id in RIGHT]


@_cells(0, "had been deleted")
def no_cells(nb):
    nb.cells = []


@_cells(ALL, "")
def split_answer(nb):
    whole = cell(nb, "conv_out_size")
    helper = nbformat.v4.new_code_cell(
        "def way(size, kernel, pad):\n    return size + 2 * pad - kernel"
    )
    whole.source = answer("conv_out_size", "return way(size, kernel_size, padding) // stride + 1")
    nb.cells.insert(nb.cells.index(whole), helper)


@_cells(ALL, "in two parts")
def answer_split_in_the_middle(nb):
    whole = cell(nb, "conv_out_size")
    nb.cells.insert(
        nb.cells.index(whole) + 1, nbformat.v4.new_code_cell("    " + RIGHT["conv_out_size"])
    )
    whole.source = STUBS["conv_out_size"]


@_cells(ALL, "")
def merged_answers(nb):
    """The first answer's cell holds two answers; the other's holds the stub."""
    first, other = cell(nb, "conv_out_size"), cell(nb, "denorm")
    first.source += "\n\n" + other.source
    nb.cells.remove(other)


@_cells(ALL, "")
def merged_with_its_check(nb):
    first, check = cell(nb, "denorm"), cell(nb, "check-denorm")
    first.source += "\n" + check.source
    nb.cells.remove(check)


@_cells(ALL, "recognised")
def renamed_cells(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.grade_id += "-2"
        one.id += "-2"


@_cells(ALL, "markdown")
def answer_as_markdown(nb):
    cell(nb, "denorm").cell_type = "markdown"


@_cells(ALL, "raw")
def answer_as_raw(nb):
    cell(nb, "denorm").cell_type = "raw"


@_cells(ALL, "")
def answer_between_fences(nb):
    """Pasted from a chat, as Markdown."""
    one = cell(nb, "denorm")
    one.source = f"```python\n{one.source}\n```"


@_cells(ALL, "recognised")
def stripped_metadata(nb):
    for one in nb.cells:
        one.metadata = {}
        del one["id"]
    nb.metadata = {}


@_cells(ALL, "another order")
def reordered(nb):
    nb.cells.reverse()


@_cells(ALL, "recognised")
def unnamed_other_functions(nb):
    """Names and ids lost, and the answer cell begins with the student's own helper."""
    one = cell(nb, "denorm")
    one.source = "def half(x):\n    return x / 2\n\n" + one.source
    one.metadata = {}
    one.id = "mine"


@_cells(ALL, "")
def no_schema(nb):
    for one in nb.cells:
        one.metadata.get("nbgrader", {}).pop("schema_version", None)


@_cells(ALL, "")
def old_schema(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.schema_version = 1
            one.metadata.nbgrader.pop("task", None)


@_cells(ALL, "")
def future_schema(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.schema_version = 99


@_cells(ALL, "")
def duplicate_ids(nb):
    for one in nb.cells:
        one.id = "same"


@_cells(ALL, "had been edited")
def old_release(nb):
    """An earlier version of the lesson: an exercise fewer, another check, an old text."""
    cell(nb, "check-denorm").source = "graders.check_denorm_v1(denorm)"
    nb.cells = nb.cells[:-1]


@_cells(ALL, "had been edited")
def edited_check(nb):
    cell(nb, "check-denorm").source = "assert True"


@_cells(ALL, "had been changed")
def edited_points(nb):
    cell(nb, "check-denorm").metadata.nbgrader.points = 100


@_cells(ALL, "had been changed")
def points_as_text(nb):
    cell(nb, "check-denorm").metadata.nbgrader.points = "<b>all</b>"


@_cells(ALL, "")
def emptied_cells(nb):
    nb.cells[-1].source = ""
    nb.cells += [nbformat.v4.new_code_cell("") for _ in range(20)]


@_cells(ALL - CONV, "")
def broken_syntax(nb):
    cell(nb, "conv_out_size").source = "def conv_out_size(size:\n  return ((("


@_cells(ALL, "")
def tabs_for_blanks(nb):
    cell(nb, "conv_out_size").source = answer("conv_out_size", RIGHT["conv_out_size"]).replace(
        "    ", "\t"
    )


@_cells(ALL - CONV, "")
def tabs_and_blanks(nb):
    cell(nb, "conv_out_size").source = f"{STUBS['conv_out_size']}\n\tx = 1\n        return x\n"


@_cells(ALL, "")
def shell_commands(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("!rm -rf ~ . * /tmp /home\n!ls"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("%%bash\nrm -rf ~ /etc\nfalse\n"))


@_cells(ALL, "")
def installs_packages(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("!pip install numpy==1.0\n%pip install nothing"))


@_cells(ALL, "")
def input_and_await(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("name = input('Your name? ')"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("import asyncio\nawait asyncio.sleep(0.01)"))
    nb.cells.insert(4, nbformat.v4.new_code_cell("import getpass\ngetpass.getpass()"))


@_cells(ALL, "")
def magics(nb):
    source = "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%time 1 + 1\n%nothing"
    nb.cells.insert(2, nbformat.v4.new_code_cell(source))
    nb.cells.insert(3, nbformat.v4.new_code_cell("%reset -f"))
    nb.cells.insert(4, nbformat.v4.new_code_cell("import torch, graders\n%debug\n%edit\n?torch"))


@_cells(ALL, "")
def lone_surrogates(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("print('\ud83d')"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("print(chr(0xD83D), chr(0))"))
    nb.cells.insert(4, nbformat.v4.new_markdown_cell("half a smile: \ud83d"))


@_cells(ALL, "")
def colab_leftovers(nb):
    nb.metadata = {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    for number, one in enumerate(nb.cells):
        one.metadata["id"] = f"aB{number}"
        one.metadata["colab"] = {"base_uri": "https://localhost:8080/"}
        one.metadata["outputId"] = "x"
        one.pop("id")
    source = "from google.colab import drive\ndrive.mount('/content/drive')"
    nb.cells.insert(0, nbformat.v4.new_code_cell(source))


@_cells(ALL, "")
def vs_code_leftovers(nb):
    nb.metadata = {"language_info": {"name": "polyglot-notebook"}, "vscode": {"interpreter": {}}}
    for one in nb.cells:
        one.metadata["vscode"] = {"languageId": "python"}
        one.metadata["dotnet_interactive"] = {"language": "csharp"}


@_cells(ALL, "")
def jupytext_leftovers(nb):
    nb.metadata = {"jupytext": {"formats": "ipynb,py:percent", "main_language": "R"}}
    nb.cells.insert(0, nbformat.v4.new_raw_cell("---\njupyter:\n  kernelspec:\n    name: ir\n---"))


@_cells(ALL, "")
def another_kernel(nb):
    nb.metadata = {"kernelspec": {"name": "../../evil", "language": "R", "display_name": "R"}}


@_cells(0, "deleted")
def wrong_lesson(nb):
    nb.cells = [
        nbformat.v4.new_code_cell("def get_disc_loss():\n    pass"),
        nbformat.v4.new_markdown_cell("# 03 · Losses"),
    ]


@_cells(ALL, "")
def a_cell_of_nine_megabytes(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("# " + "x" * 9_000_000))


@_cells(ALL, "the first 2000 count")
def too_many_cells(nb):
    nb.cells += [nbformat.v4.new_code_cell(f"x{n} = 1") for n in range(100_000)]


@_cells(ALL, "And so on")
def too_many_graded_cells(nb):
    graded = {"grade": True, "grade_id": "mine", "points": 1}
    metadata = {"nbgrader": graded}
    nb.cells += [nbformat.v4.new_code_cell(str(n), metadata=metadata) for n in range(1000)]


@_cells(ALL, "")
def picture_of_another_cell(nb):
    """A pasted picture whose data an editor has lost: no page can be made with it."""
    cell(nb, "why").source = "![redteam_alert](attachment:image.png)"


@_cells(ALL, "")
def huge_outputs(nb):
    text = nbformat.v4.new_output("stream", text="x" * 20_000_000)
    cell(nb, "setup").outputs = [text]


@_cells(ALL, "outputs in it were passed over")
def outputs_of_seventy_megabytes(nb):
    """A loop that printed for an hour: more than is read as it is."""
    line = nbformat.v4.new_output("stream", text="x" * 100_000 + "\n")
    cell(nb, "setup").outputs = [line] * 700


# The notebook as data ----------------------------------------------------------------------------


@_data(ALL, "")
def sources_as_lists(data):
    for one in data["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


@_data(ALL - DENORM, "")
def sources_of_other_types(data):
    for one in data["cells"]:
        if one["id"] == "denorm":
            one["source"] = {"text": 5}
        elif one["id"].startswith("look"):
            one["source"] = None
    data["cells"] += [{"source": 7, "cell_type": 5, "metadata": [], "id": {}}, 5, None, "x", []]


@_data(ALL, "")
def numbers_as_keys(data):
    data["metadata"] = {5: {6: 7}, "kernelspec": 3, "language_info": []}
    for one in data["cells"]:
        one["metadata"][5] = one.pop("outputs", None)


@_data(ALL, "")
def format_4_0(data):
    data["nbformat_minor"] = 0
    for one in data["cells"]:
        one.pop("id")


@_data(ALL, "")
def format_3(data):
    cells = []
    for one in data["cells"]:
        one.pop("id")
        one["outputs"] = []
        if one["cell_type"] == "code":
            one["input"], one["language"] = one.pop("source"), "python"
        cells.append(one)
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }


@_data(ALL, "")
def format_99(data):
    data["nbformat"] = 99


@_data(ALL, "")
def no_format(data):
    del data["nbformat"], data["nbformat_minor"], data["metadata"]


@_data(0, "not a notebook")
def a_list(data):
    return [1, 2, 3]


@_data(0, "")
def cells_are_text(data):
    data["cells"] = "deleted"


@_data(ALL, "")
def deep_metadata(data):
    deep: Any = {}
    for _ in range(400):
        deep = {"deeper": deep}
    data["metadata"]["deep"] = deep


# The file ----------------------------------------------------------------------------------------


@_file(0, "not a notebook")
def deep_nesting(folder, nb):
    (folder / NAME).write_text("[" * 200_000)


@_file(0, "not a notebook")
def json_bomb(folder, nb):
    (folder / NAME).write_text('{"cells": [' + "[]," * 10_000_000 + "[]]}")


@_file(0, "not a notebook")
def not_json(folder, nb):
    (folder / NAME).write_text("<!DOCTYPE html><html><title>Sign in</title></html>")


@_file(CONV + NOISE, "cut off")
def cut_off(folder, nb):
    text = nbformat.writes(nb)
    (folder / NAME).write_text(text[: text.index("def denorm")])


@_file(0, "not a notebook")
def empty_file(folder, nb):
    (folder / NAME).write_text("")


@_file(0, "not a notebook")
def random_bytes(folder, nb):
    (folder / NAME).write_bytes(bytes(range(256)) * 50)


@_file(ALL, "")
def byte_order_mark(folder, nb):
    (folder / NAME).write_text(nbformat.writes(nb), encoding="utf-8-sig")


@_file(ALL, "")
def utf_16(folder, nb):
    (folder / NAME).write_text(nbformat.writes(nb), encoding="utf-16")


@_file(ALL, "")
def latin_1(folder, nb):
    cell(nb, "why").source = "Größe, déjà vu"
    (folder / NAME).write_text(json.dumps(nb, ensure_ascii=False), encoding="latin-1")


@_file(ALL, "")
def windows_line_ends(folder, nb):
    for one in nb.cells:
        one.source = one.source.replace("\n", "\r\n")
    (folder / NAME).write_text(nbformat.writes(nb), newline="\r\n")


@_file(ALL, "")
def nul_bytes(folder, nb):
    (folder / NAME).write_bytes(nbformat.writes(nb).encode() + b"\0" * 5000)


@_file(0, "500 MB and cannot be read")
def far_too_large(folder, nb):
    with (folder / NAME).open("wb") as file:
        file.truncate(500 * 2**20)  # a hole: it takes no space


@_file(0, "no 01_target.ipynb")
def zip_instead(folder, nb):
    (folder / f"{LESSON}.zip").write_bytes(b"PK\3\4")


@_file(0, "")
def empty_folder(folder, nb):
    pass


@_file(ALL, "was called")
def browsers_second_copy(folder, nb):
    nbformat.write(nb, folder / f"{LESSON} (1).ipynb")


@_file(ALL, "was called")
def copy_of(folder, nb):
    nbformat.write(nb, folder / f"Copy of {LESSON}.ipynb")


@_file(ALL, "")
def capital_letters(folder, nb):
    nbformat.write(nb, folder / f"{LESSON.upper()}.IPYNB")


@_file(ALL, "")
def two_notebooks(folder, nb):
    (folder / f"{LESSON}-Copy1.ipynb").write_text("{}")
    nbformat.write(nb, folder / NAME)


@_file(0, "link")
def link_to_another_student(folder, nb):
    other = folder.parents[1] / "ada-allright" / LESSON / NAME
    (folder / NAME).symlink_to(other)


@_file(0, "link")
def link_to_a_system_file(folder, nb):
    (folder / NAME).symlink_to("/etc/passwd")


@_file(0, "link")
def link_to_nothing(folder, nb):
    (folder / NAME).symlink_to(folder / "nowhere")


@_file(0, "link")
def folder_is_a_link(folder, nb):
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "ada-allright" / LESSON)


@_file(0, "link")
def student_is_a_link(folder, nb):
    folder.rmdir()
    student = folder.parent
    student.rmdir()
    student.symlink_to(student.parent / "ada-allright")


@_file(0, "no file")
def folder_for_a_file(folder, nb):
    (folder / NAME).mkdir()


@_file(0, "no file")
def fifo(folder, nb):
    os.mkfifo(folder / NAME)


@_file(0, "a file")
def file_for_a_folder(folder, nb):
    folder.rmdir()
    folder.write_text("my homework")


@_file(*((ALL, "") if os.getuid() == 0 else (0, "cannot be read")))  # root reads everything
def unreadable(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / NAME).chmod(0)
    folder.chmod(0)


@_file(ALL, "")
def strange_timestamps(folder, nb):
    nbformat.write(nb, folder / NAME)
    os.mkfifo(folder / "timestamp.txt")


@_file(ALL, "")
def linked_timestamp(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").symlink_to(folder.parents[2] / "solutions" / LESSON / NAME)


@_file(ALL, "")
def nonsense_timestamp(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").write_bytes(b"\xff" * 1000)


@_file(ALL, "")
def timestamp_of_a_terabyte(folder, nb):
    nbformat.write(nb, folder / NAME)
    with (folder / "timestamp.txt").open("wb") as file:
        file.truncate(2**40)  # a hole: it takes no space


@_file(ALL, "")
def timestamp_that_no_calendar_has(folder, nb):
    nbformat.write(nb, folder / NAME)
    (folder / "timestamp.txt").write_text("-25:00" + 40 * "9" + "00:Jan-")


@_file(ALL, "")
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
    for strange in ("damaged name", "-damaged", "{damaged}", "damaged%s", "'damaged\"", "dämaged"):
        _named(strange, ALL, "")
    _named("<img src=x onerror=redteam_alert()>", ALL, "")
    _named("=damaged+1", ALL, "")
    _named("damaged*", 0, "rename")
    _named("damaged\x1b[2J\x07", 0, "rename")
    _named("damaged\nname", 0, "rename")
    _named(os.fsdecode(b"damaged-\xff"), 0, "rename")
    _named(" damaged", 0, "rename")
    _named("d" * 128, ALL, "")
    _named("d" * 200, 0, "rename")
