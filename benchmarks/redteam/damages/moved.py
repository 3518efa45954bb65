"""Answers that stand in other places than their own, and what belongs to other versions."""

from __future__ import annotations

import base64
import copy
import json

import nbformat
from nbgrader.utils import compute_checksum

from benchmarks.redteam.damages.damage import NAME, damaged_cells, damaged_file
from benchmarks.redteam.target import ALL, LESSON, POINTS, RIGHT, STUBS, answer, cell

ESSAY = "Because nothing flows back where D is sure."
MODULE = f"import torch\n\n\n{answer('get_noise', RIGHT['get_noise'])}"


@damaged_cells(ALL, "stands in the cell `check_denorm`")
def answer_in_the_checks_cell(nb):
    one, check = cell(nb, "denorm"), cell(nb, "check-denorm")
    check.source = f"{one.source}\n\n{check.source}"
    nb.cells.remove(one)


@damaged_cells(ALL, "stands in the cell")
def answer_in_its_prompt(nb):
    one = cell(nb, "denorm")
    cell(nb, "about-denorm").source += f"\n\n{one.source}\n\nThat is all."
    nb.cells.remove(one)


@damaged_cells(ALL, "stands in another cell")
def answers_at_the_end(nb):
    for name in RIGHT:
        nb.cells.append(nbformat.v4.new_code_cell(cell(nb, name).source))
        cell(nb, name).source = ""


@damaged_cells(ALL, "in 2 parts")
def answer_split_with_its_name(nb):
    """As JupyterLab splits: both parts keep the names."""
    one = cell(nb, "conv_out_size")
    rest = copy.deepcopy(one)
    rest.id, rest.source = "rest", "    " + RIGHT["conv_out_size"]
    one.source = STUBS["conv_out_size"]
    nb.cells.insert(nb.cells.index(one) + 1, rest)


@damaged_cells(ALL, "to be marked by hand")
def free_answer_in_a_new_cell(nb):
    nb.cells.insert(0, nbformat.v4.new_raw_cell(ESSAY))


@damaged_cells(ALL, "to be marked by hand")
def free_answer_as_a_comment(nb):
    cell(nb, "why").source = ""
    nb.cells.append(nbformat.v4.new_code_cell(f"# {ESSAY}"))


@damaged_cells(ALL, "joined")
def free_answer_in_two_cells(nb):
    cell(nb, "why").source = "Because"
    nb.cells.append(nbformat.v4.new_markdown_cell(ESSAY))


@damaged_cells(ALL, "cannot be shown")
def free_answer_with_a_drawing(nb):
    drawing = base64.b64encode(b"<svg onload='redteam_alert()'/>").decode()
    cell(
        nb, "why"
    ).source = f"![mine](attachment:a.svg) <svg onload='redteam_alert()'></svg> {ESSAY}"
    cell(nb, "why").attachments = {"a.svg": {"image/svg+xml": drawing}}


@damaged_cells(ALL, "")
def free_answer_with_a_moving_picture(nb):
    data = base64.b64encode(b"GIF89a" + bytes(40)).decode()
    cell(nb, "why").source = '<img src="attachment:a b.gif" alt="redteam_alert">'
    cell(nb, "why").attachments = {"a b.gif": {"image/gif": data}}


@damaged_cells(ALL, "")
def points_of_an_older_release(nb):
    for one in nb.cells:
        if one.metadata.get("nbgrader", {}).get("points"):
            one.metadata.nbgrader.points += 1
            one.metadata.nbgrader.checksum = compute_checksum(one)


@damaged_cells(ALL, "")
def blanks_after_a_check(nb):
    for name in RIGHT:
        cell(nb, f"check-{name}").source += "  \r\n\n"


@damaged_cells(ALL - POINTS["denorm"], "the notebook was saved by Python 3.99")
def syntax_of_a_newer_python(nb):
    nb.metadata["language_info"] = {"name": "python", "version": "3.99.1"}
    cell(nb, "denorm").source = answer("denorm", "return x otherwise 0")


@damaged_cells(ALL, "")
def module_written_by_a_cell(nb):
    cell(nb, "get_noise").source = "from my_noise import get_noise"
    nb.cells.insert(2, nbformat.v4.new_code_cell(f"%%writefile my_noise.py\n{MODULE}"))


@damaged_file(ALL, "")
def module_beside_the_notebook(folder, nb):
    cell(nb, "get_noise").source = "from my_noise import get_noise"
    nbformat.write(nb, folder / NAME)
    (folder / "my_noise.py").write_text(MODULE)


def conflict(text: str, line: str, ours: str, theirs: str) -> str:
    """A file with Git's markers in the place of the first such line."""
    assert line in text
    sides = f"<<<<<<< HEAD\n{ours}\n||||||| base\n{line}\n=======\n{theirs}\n>>>>>>> main\n"
    return text.replace(line, f"\n{sides}", 1)


@damaged_file(ALL, "conflict markers")
def conflict_in_a_field(folder, nb):
    text = json.dumps(nb, indent=1)
    text = conflict(text, '"outputs": [],', '"outputs": [\n],', '"outputs": [{}],')
    (folder / NAME).write_text(text)


@damaged_cells(ALL, "conflict markers")
def conflict_in_an_answer(nb):
    one = cell(nb, "denorm")
    stub = answer("denorm", "# YOUR CODE HERE\n    raise NotImplementedError")
    one.source = f"<<<<<<< HEAD\n{stub}=======\n{one.source}>>>>>>> main\n"


@damaged_file(ALL, "the one with answers was taken")
def untouched_beside_the_answers(folder, nb):
    nbformat.write(nb, folder / f"{LESSON}-Copy1.ipynb")
    for name in RIGHT:
        cell(nb, name).source = ""
    nbformat.write(nb, folder / NAME)


@damaged_file(ALL, "was called")
def another_name_altogether(folder, nb):
    nbformat.write(nb, folder / "Untitled3.ipynb.txt")


@damaged_file(0, "only: Untitled.ipynb")
def another_notebook_altogether(folder, nb):
    nbformat.write(nbformat.v4.new_notebook(), folder / "Untitled.ipynb")
