"""What happens to a notebook as data: its format, its types."""

from __future__ import annotations

from typing import Any

from benchmarks.redteam.damages.damage import damaged_data
from benchmarks.redteam.target import ALL, POINTS

CONV, NOISE, DENORM, LETTER = POINTS.values()


@damaged_data(ALL, "")
def sources_as_lists(data):
    for one in data["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


@damaged_data(ALL - DENORM, "")
def sources_of_other_types(data):
    for one in data["cells"]:
        if one["id"] == "denorm":
            one["source"] = {"text": 5}
        elif one["id"].startswith("look"):
            one["source"] = None
    data["cells"] += [{"source": 7, "cell_type": 5, "metadata": [], "id": {}}, 5, None, "x", []]


@damaged_data(ALL, "")
def numbers_as_keys(data):
    data["metadata"] = {5: {6: 7}, "kernelspec": 3, "language_info": []}
    for one in data["cells"]:
        one["metadata"][5] = one.pop("outputs", None)


@damaged_data(ALL, "")
def format_4_0(data):
    data["nbformat_minor"] = 0
    for one in data["cells"]:
        one.pop("id")


@damaged_data(ALL, "")
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


@damaged_data(ALL, "")
def format_3_whose_metadata_is_a_list(data):
    return format_3(data) | {"metadata": []}


@damaged_data(ALL, "")
def tags_that_nbformat_refuses(data):
    for one in data["cells"]:
        one["metadata"]["tags"] = ["twice", "twice", "a, b", ""]
    own = {"cell_type": "code", "id": "own", "source": "1", "outputs": [], "execution_count": 1}
    data["cells"].insert(1, own | {"metadata": {"tags": ["twice", "a, b"] * 100_000}})


@damaged_data(ALL, "")
def format_99(data):
    data["nbformat"] = 99


@damaged_data(ALL, "")
def no_format(data):
    del data["nbformat"], data["nbformat_minor"], data["metadata"]


@damaged_data(0, "not a notebook")
def a_list(data):
    return [1, 2, 3]


@damaged_data(0, "")
def cells_are_text(data):
    data["cells"] = "deleted"


@damaged_data(ALL, "")
def deep_metadata(data):
    deep: Any = {}
    for _ in range(400):
        deep = {"deeper": deep}
    data["metadata"]["deep"] = deep
