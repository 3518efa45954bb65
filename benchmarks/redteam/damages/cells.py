"""What happens to the cells of a notebook."""

from __future__ import annotations

import copy

import nbformat

from benchmarks.redteam.damages.damage import damaged_cells
from benchmarks.redteam.target import ALL, POINTS, RIGHT, STUBS, answer, cell

CONV, NOISE, DENORM, LETTER = POINTS.values()


@damaged_cells(ALL, "stood there 2 times")
def duplicated_answer(nb):
    nb.cells.append(copy.deepcopy(cell(nb, "denorm")))


@damaged_cells(ALL, "stood there 2 times")
def duplicated_stub(nb):
    stub = copy.deepcopy(cell(nb, "denorm"))
    stub.source = answer("denorm", "# YOUR CODE HERE\n    raise NotImplementedError")
    nb.cells.insert(0, stub)


@damaged_cells(ALL, "it counts once")
def duplicated_check(nb):
    nb.cells += [copy.deepcopy(cell(nb, "check-denorm")) for _ in range(3)]


@damaged_cells(ALL - DENORM, "had been deleted")
def deleted_answer(nb):
    nb.cells.remove(cell(nb, "denorm"))


@damaged_cells(ALL, "had been deleted")
def deleted_check(nb):
    nb.cells.remove(cell(nb, "check-denorm"))


@damaged_cells(ALL, "had been deleted")
def deleted_everything_but_answers(nb):
    nb.cells = [one for one in nb.cells if one.id in RIGHT]


@damaged_cells(0, "had been deleted")
def no_cells(nb):
    nb.cells = []


@damaged_cells(ALL, "")
def split_answer(nb):
    whole = cell(nb, "conv_out_size")
    helper = nbformat.v4.new_code_cell(
        "def way(size, kernel, pad):\n    return size + 2 * pad - kernel"
    )
    whole.source = answer("conv_out_size", "return way(size, kernel_size, padding) // stride + 1")
    nb.cells.insert(nb.cells.index(whole), helper)


@damaged_cells(ALL, "in 2 parts")
def answer_split_in_the_middle(nb):
    whole = cell(nb, "conv_out_size")
    nb.cells.insert(
        nb.cells.index(whole) + 1, nbformat.v4.new_code_cell("    " + RIGHT["conv_out_size"])
    )
    whole.source = STUBS["conv_out_size"]


@damaged_cells(ALL, "")
def merged_answers(nb):
    """The first answer's cell holds two answers; the other's holds the stub."""
    first, other = cell(nb, "conv_out_size"), cell(nb, "denorm")
    first.source += "\n\n" + other.source
    nb.cells.remove(other)


@damaged_cells(ALL, "")
def merged_with_its_check(nb):
    first, check = cell(nb, "denorm"), cell(nb, "check-denorm")
    first.source += "\n" + check.source
    nb.cells.remove(check)


@damaged_cells(ALL, "recognised")
def renamed_cells(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.grade_id += "-2"
        one.id += "-2"


@damaged_cells(ALL, "markdown")
def answer_as_markdown(nb):
    cell(nb, "denorm").cell_type = "markdown"


@damaged_cells(ALL, "raw")
def answer_as_raw(nb):
    cell(nb, "denorm").cell_type = "raw"


@damaged_cells(ALL, "")
def answer_between_fences(nb):
    """Pasted from a chat, as Markdown."""
    one = cell(nb, "denorm")
    one.source = f"```python\n{one.source}\n```"


@damaged_cells(ALL, "recognised")
def stripped_metadata(nb):
    for one in nb.cells:
        one.metadata = {}
        del one["id"]
    nb.metadata = {}


@damaged_cells(ALL, "another order")
def reordered(nb):
    nb.cells.reverse()


@damaged_cells(ALL, "recognised")
def unnamed_other_functions(nb):
    """Names and ids lost, and the answer cell begins with the student's own helper."""
    one = cell(nb, "denorm")
    one.source = "def half(x):\n    return x / 2\n\n" + one.source
    one.metadata = {}
    one.id = "mine"


@damaged_cells(ALL, "")
def no_schema(nb):
    for one in nb.cells:
        one.metadata.get("nbgrader", {}).pop("schema_version", None)


@damaged_cells(ALL, "")
def old_schema(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.schema_version = 1
            one.metadata.nbgrader.pop("task", None)


@damaged_cells(ALL, "")
def future_schema(nb):
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.schema_version = 99


@damaged_cells(ALL, "")
def duplicate_ids(nb):
    for one in nb.cells:
        one.id = "same"


@damaged_cells(ALL, "had been edited")
def old_release(nb):
    """An earlier version of the lesson: an exercise fewer, another check, an old text."""
    cell(nb, "check-denorm").source = "graders.check_denorm_v1(denorm)"
    nb.cells = nb.cells[:-1]


@damaged_cells(ALL, "had been edited")
def edited_check(nb):
    cell(nb, "check-denorm").source = "assert True"


@damaged_cells(ALL, "had been changed")
def edited_points(nb):
    cell(nb, "check-denorm").metadata.nbgrader.points = 100


@damaged_cells(ALL, "had been changed")
def points_as_text(nb):
    cell(nb, "check-denorm").metadata.nbgrader.points = "<b>all</b>"


@damaged_cells(ALL, "")
def emptied_cells(nb):
    nb.cells[-1].source = ""
    nb.cells += [nbformat.v4.new_code_cell("") for _ in range(20)]


@damaged_cells(ALL - CONV, "")
def broken_syntax(nb):
    cell(nb, "conv_out_size").source = "def conv_out_size(size:\n  return ((("


@damaged_cells(ALL, "")
def tabs_for_blanks(nb):
    cell(nb, "conv_out_size").source = answer("conv_out_size", RIGHT["conv_out_size"]).replace(
        "    ", "\t"
    )


@damaged_cells(ALL - CONV, "")
def tabs_and_blanks(nb):
    cell(nb, "conv_out_size").source = f"{STUBS['conv_out_size']}\n\tx = 1\n        return x\n"


@damaged_cells(ALL, "")
def shell_commands(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("!rm -rf ~ . * /tmp /home\n!ls"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("%%bash\nrm -rf ~ /etc\nfalse\n"))


@damaged_cells(ALL, "")
def installs_packages(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("!pip install numpy==1.0\n%pip install nothing"))


@damaged_cells(ALL, "")
def input_and_await(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("name = input('Your name? ')"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("import asyncio\nawait asyncio.sleep(0.01)"))
    nb.cells.insert(4, nbformat.v4.new_code_cell("import getpass\ngetpass.getpass()"))


@damaged_cells(ALL, "")
def magics(nb):
    source = "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%time 1 + 1\n%nothing"
    nb.cells.insert(2, nbformat.v4.new_code_cell(source))
    nb.cells.insert(3, nbformat.v4.new_code_cell("%reset -f"))
    nb.cells.insert(4, nbformat.v4.new_code_cell("import torch, graders\n%debug\n%edit\n?torch"))


@damaged_cells(ALL, "")
def lone_surrogates(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("print('\ud83d')"))
    nb.cells.insert(3, nbformat.v4.new_code_cell("print(chr(0xD83D), chr(0))"))
    nb.cells.insert(4, nbformat.v4.new_markdown_cell("half a smile: \ud83d"))


@damaged_cells(ALL, "")
def colab_leftovers(nb):
    nb.metadata = {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    for number, one in enumerate(nb.cells):
        one.metadata["id"] = f"aB{number}"
        one.metadata["colab"] = {"base_uri": "https://localhost:8080/"}
        one.metadata["outputId"] = "x"
        one.pop("id")
    source = "from google.colab import drive\ndrive.mount('/content/drive')"
    nb.cells.insert(0, nbformat.v4.new_code_cell(source))


@damaged_cells(ALL, "")
def vs_code_leftovers(nb):
    nb.metadata = {"language_info": {"name": "polyglot-notebook"}, "vscode": {"interpreter": {}}}
    for one in nb.cells:
        one.metadata["vscode"] = {"languageId": "python"}
        one.metadata["dotnet_interactive"] = {"language": "csharp"}


@damaged_cells(ALL, "")
def jupytext_leftovers(nb):
    nb.metadata = {"jupytext": {"formats": "ipynb,py:percent", "main_language": "R"}}
    nb.cells.insert(0, nbformat.v4.new_raw_cell("---\njupyter:\n  kernelspec:\n    name: ir\n---"))


@damaged_cells(ALL, "")
def another_kernel(nb):
    nb.metadata = {"kernelspec": {"name": "../../evil", "language": "R", "display_name": "R"}}


@damaged_cells(0, "nothing in it belongs to")
def wrong_lesson(nb):
    nb.cells = [
        nbformat.v4.new_code_cell("def get_disc_loss():\n    pass"),
        nbformat.v4.new_markdown_cell("# 03 · Losses"),
    ]


@damaged_cells(ALL, "")
def a_cell_of_nine_megabytes(nb):
    nb.cells.insert(2, nbformat.v4.new_code_cell("# " + "x" * 9_000_000))


@damaged_cells(ALL, "the first 2000 count")
def too_many_cells(nb):
    nb.cells += [nbformat.v4.new_code_cell(f"x{n} = 1") for n in range(100_000)]


@damaged_cells(ALL, "And so on")
def too_many_graded_cells(nb):
    graded = {"grade": True, "grade_id": "mine", "points": 1}
    metadata = {"nbgrader": graded}
    nb.cells += [nbformat.v4.new_code_cell(str(n), metadata=metadata) for n in range(1000)]


@damaged_cells(ALL, "")
def picture_of_another_cell(nb):
    """A pasted picture whose data an editor has lost: no page can be made with it."""
    cell(nb, "why").source = "![redteam_alert](attachment:image.png)"


@damaged_cells(ALL, "")
def huge_outputs(nb):
    text = nbformat.v4.new_output("stream", text="x" * 20_000_000)
    cell(nb, "setup").outputs = [text]


@damaged_cells(ALL, "outputs in it were passed over")
def outputs_of_seventy_megabytes(nb):
    """A loop that printed for an hour: more than is read as it is."""
    line = nbformat.v4.new_output("stream", text="x" * 100_000 + "\n")
    cell(nb, "setup").outputs = [line] * 700


@damaged_cells(ALL, "")
def text_that_takes_long_to_read(nb):
    for name in ("title", "about-denorm", "why"):
        cell(nb, name).source = f"<b {'a ' * 200_000}> {'**a' * 20_000} &#{'9' * 5_000};"
    cell(nb, "look-denorm").source = f"# {'a ' * 500_000}"


@damaged_cells(ALL, "")
def outputs_by_the_thousand(nb):
    shown = nbformat.v4.new_output("display_data", {"text/plain": "x"})
    cell(nb, "look-denorm").outputs = [shown] * 60_000
