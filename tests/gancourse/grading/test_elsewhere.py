"""Code answers and free answers that stand in other cells than their own reach their marks."""

from __future__ import annotations

import copy

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from benchmarks.classes.small_course import RIGHT, answered, cell, code, position, text
from gancourse.course.tidy import text_of
from gancourse.grading.cells import name_asked
from gancourse.grading.repair import rebuild

ESSAY = "D is sure there, so the first loss is flat."
STUB = "YOUR ANSWER HERE"
CODE_ANSWERS = ("count_pixels", "conv_out_size", "batch_size_answer")


def raw(cell_id: str, source: str) -> NotebookNode:
    return nbformat.v4.new_raw_cell(source, id=cell_id)


def waits(nb: NotebookNode) -> bool:
    """Whether nbgrader will ask a person to mark the free answer."""
    points, _ = determine_grade(cell(nb, "why"))
    return points is None


def found(released: NotebookNode, submitted: NotebookNode, *words: str) -> list[str]:
    """The essay is to be marked, stands in its cell, and a remark says so; returns the remarks."""
    nb, remarks = rebuild(released, submitted)
    assert waits(nb)
    assert ESSAY in cell(nb, "why").source
    assert STUB not in cell(nb, "why").source
    assert any("`why`" in one and all(word in one for word in words) for one in remarks), remarks
    nbformat.validate(nb)
    return remarks


# Free answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [STUB, "", "\n \n"])
@pytest.mark.parametrize("kind", [text, raw])
@pytest.mark.parametrize("place", ["above", "below", "above the prompt", "first", "last"])
def test_a_free_answer_in_a_new_cell_is_marked_by_hand(released, own, kind, place):
    submitted = answered(released, why=own)
    at = position(submitted, "why")
    number = {"above": at, "below": at + 1, "above the prompt": at - 1, "first": 0}.get(place)
    number = len(submitted.cells) if number is None else number
    submitted.cells.insert(number, kind("mine", ESSAY))
    found(released, submitted)


@pytest.mark.parametrize(
    "source",
    [
        f"# {ESSAY}",
        "# D is sure there, so\n# the first loss is flat.",
        f'"""{ESSAY}"""',
        f'answer = "{ESSAY}"',
        f'print("{ESSAY}")',
        f"x = 3  \n# {ESSAY}\nprint(x)",
        ESSAY,
        f"%%markdown\n{ESSAY}",
        f"%%html\n<p>{ESSAY}</p>",
    ],
)
def test_a_free_answer_in_a_cell_for_code_is_marked_by_hand(released, source):
    for number in (0, 1):
        submitted = answered(released, why=STUB)
        submitted.cells.insert(position(submitted, "why") + number, code("mine", source))
        nb, remarks = rebuild(released, submitted)
        assert waits(nb)
        assert "D is sure" in cell(nb, "why").source
        assert "after" in remarks[0]
        assert source in [one.source for one in nb.cells]


def test_a_free_answer_in_its_prompt_or_in_the_cell_below_is_marked_by_hand(released):
    for name in ("prompt-why", "goodbye", "check-batch_size_answer"):
        submitted = answered(released, why=STUB)
        one = cell(submitted, name)
        one.source += f"\n\n{ESSAY if one.cell_type == 'markdown' else '# ' + ESSAY}"
        found(released, submitted, "in the cell")


def test_a_free_answer_of_two_words_in_a_cell_for_code_is_marked_by_hand(released):
    submitted = answered(released, why=STUB)
    submitted.cells.insert(position(submitted, "why") + 1, code("mine", "no gradient"))
    nb, _ = rebuild(released, submitted)
    assert waits(nb)
    assert cell(nb, "why").source == "no gradient"


def test_a_free_answer_under_the_check_of_another_exercise_is_marked_by_hand(released):
    submitted = answered(released, why=STUB)
    cell(submitted, "check-count_pixels").source += f"\n# {ESSAY}"
    found(released, submitted, "`check_count_pixels`")


def test_a_prompt_typed_over_with_the_answer_is_marked_by_hand(released):
    submitted = answered(released, why=STUB)
    cell(submitted, "prompt-why").source = ESSAY
    found(released, submitted)


def test_a_free_answer_merged_with_its_prompt_is_marked_by_hand(released):
    submitted = answered(released, why=STUB)
    cell(submitted, "prompt-why").source += f"\n\n{ESSAY}"
    submitted.cells.remove(cell(submitted, "why"))
    found(released, submitted, "Exercise 1.4")


def test_a_prompt_merged_with_the_empty_answer_is_not_attempted(released):
    submitted = answered(released, why=cell(released, "prompt-why").source + f"\n\n{STUB}")
    submitted.cells.remove(cell(submitted, "prompt-why"))
    assert not waits(rebuild(released, submitted)[0])


def test_a_retyped_free_answer_without_names_is_marked_by_hand(released):
    submitted = answered(released, why=ESSAY)
    for one in submitted.cells:
        one.metadata = NotebookNode()
        one.id = ""
    found(released, submitted)


def test_a_split_free_answer_is_joined(released):
    first, second = "First half.", "Second half."
    pasted = copy.deepcopy(cell(answered(released, why=second), "why"))
    for rest in (text("mine", second), pasted):
        submitted = answered(released, why=first)
        submitted.cells.insert(position(submitted, "why") + 1, rest)
        nb, remarks = rebuild(released, submitted)
        assert cell(nb, "why").source == f"{first}\n\n{second}"
        assert len(nb.cells) == len(released.cells)
        assert remarks == ["The answer `why` stood in 2 cells; they were joined."]


def test_pictures_of_joined_cells_keep_their_places(released):
    submitted = answered(released, why="![](attachment:image.png)")
    more = text("mine", "![](attachment:image.png)")
    for one, data in ((cell(submitted, "why"), "iVBORw0KGgoAAAA="), (more, "iVBORw0KGgoBBBB=")):
        one.attachments = NotebookNode({"image.png": NotebookNode({"image/png": data})})
    submitted.cells.insert(position(submitted, "why") + 1, more)
    answer = cell(rebuild(released, submitted)[0], "why")
    assert answer.source == "![](attachment:image.png)\n\n![](attachment:more-image.png)"
    assert answer.attachments["more-image.png"] == {"image/png": "iVBORw0KGgoBBBB="}


def test_no_text_of_the_students_own_means_not_attempted(released):
    for change in (lambda nb: None, lambda nb: nb.cells.append(code("mine", "x = 1\nx"))):
        submitted = answered(released, why=STUB)
        submitted.cells.append(text("again", cell(released, "prompt-why").source))
        cell(submitted, "prompt-why").source = "###  Exercise 1.4 · why\n\n**Say why.**"
        change(submitted)
        nb, remarks = rebuild(released, submitted)
        assert not waits(nb)
        assert remarks == []


# Code answers -------------------------------------------------------------------------------------


def counts(released: NotebookNode, submitted: NotebookNode, name: str) -> list[str]:
    """Running the repaired notebook's answers defines the right one; returns the remarks."""
    nb, remarks = rebuild(released, submitted)
    nbformat.validate(nb)
    space: dict = {"__name__": "notebook"}
    check = f"graders.check_{name}({name})"
    for one in nb.cells:
        if one.source == check:
            break
        runs = one.cell_type == "code" and "skip-grading" not in one.metadata.get("tags", ())
        if runs and not one.source.startswith("graders."):
            exec(one.source.replace("import graders", ""), space)
    assert space[name].__code__.co_consts == space_of(RIGHT[name])[name].__code__.co_consts
    assert one.source == check, "the check is the released one"
    return remarks


def space_of(source: str) -> dict:
    space: dict = {}
    exec(source, space)
    return space


@pytest.mark.parametrize("name", CODE_ANSWERS)
@pytest.mark.parametrize("own", ["stub", "empty", "gone", "text", "wrong"])
def test_an_answer_in_the_checks_cell_counts(released, name, own):
    submitted = answered(released)
    check, answer = cell(submitted, f"check-{name}"), cell(submitted, name)
    check.source = f"{answer.source}\n\n{check.source}"
    change_own(released, submitted, name, own)
    remarks = counts(released, submitted, name)
    assert any(f"`{name}` stands in the cell `check_{name}`" in one for one in remarks), remarks


def change_own(released: NotebookNode, submitted: NotebookNode, name: str, own: str) -> None:
    answer = cell(submitted, name)
    if own == "gone":
        submitted.cells.remove(answer)
    else:
        sources = {"stub": cell(released, name).source, "empty": "", "text": "# see below"}
        sources["wrong"] = answer.source.replace("return", "return 5, ")
        answer.source = sources[own]


def test_answers_merged_with_their_prompts_count(released):
    for fenced in (False, True):
        submitted = answered(released)
        for name in CODE_ANSWERS:
            answer, prompt = cell(submitted, name), cell(submitted, f"prompt-{name}")
            source = f"```python\n{answer.source}\n```" if fenced else answer.source
            prompt.source += f"\n\n{source}\n\nThat was it."
            submitted.cells.remove(answer)
        for name in CODE_ANSWERS:
            counts(released, submitted, name)


def test_an_answer_that_took_its_prompt_or_its_check_in_counts(released):
    submitted = answered(released)
    answer, prompt = cell(submitted, "conv_out_size"), cell(submitted, "prompt-conv_out_size")
    answer.source = f"{prompt.source}\n\n{answer.source}"
    submitted.cells.remove(prompt)
    remarks = counts(released, submitted, "conv_out_size")
    assert "merged with the cell beside it" in remarks[0]


@pytest.mark.parametrize("name", ["setup", "look-count_pixels", "training", "goodbye"])
def test_an_answer_in_a_cell_with_the_courses_code_counts(released, name):
    """One that is never run when graded, or runs too late, among them."""
    for own in ("stub", "empty", "gone"):
        submitted = answered(released)
        cell(submitted, name).source += "\n\n" + RIGHT["conv_out_size"]
        change_own(released, submitted, "conv_out_size", own)
        counts(released, submitted, "conv_out_size")


@pytest.mark.parametrize(
    "parts",
    [
        (0, 1),
        (1, 0),
        (0, 1, 0),
        (1, 1),
    ],
)
def test_an_answer_that_was_split_anywhere_is_joined(released, parts):
    """A part with 1 has the names of the answer's cell, as some editors leave them to both."""
    whole = (
        "def conv_out_size(size, kernel_size, stride=1, padding=0):\n"
        "    space = size + 2 * padding - kernel_size\n"
        "    steps = space // stride\n"
        "    return 1 + steps\n"
    )
    lines = whole.splitlines(keepends=True)
    for cut in range(1, len(lines) - len(parts) + 2):
        pieces = ["".join(lines[:cut]), *lines[cut : cut + len(parts) - 2]]
        pieces.append("".join(lines[cut + len(parts) - 2 :]))
        submitted = answered(released)
        at = position(submitted, "conv_out_size")
        named = submitted.cells.pop(at)
        for number, (piece, is_named) in enumerate(zip(pieces, parts, strict=True)):
            one = copy.deepcopy(named) if is_named else code("part", "")
            one.source, one.id = piece, f"part-{number}"
            submitted.cells.insert(at + number, one)
        nb, remarks = rebuild(released, submitted)
        assert cell(nb, "conv_out_size").source.split() == whole.split()
        assert f"in {len(parts)} parts" in remarks[0]


def described(source: str, name: str) -> str:
    """A function with a docstring, whose last line all functions have in common."""
    return source.replace(":\n", f':\n    """What {name} does.\n    """\n', 1)


@pytest.mark.parametrize("home", CODE_ANSWERS)
def test_all_answers_in_the_cell_of_one_count(released, home):
    released, submitted = copy.deepcopy(released), answered(released)
    whole = "\n\n\n".join(described(RIGHT[name], name) for name in CODE_ANSWERS)
    for name in CODE_ANSWERS:
        stub = cell(released, name)
        stub.source = described(stub.source, name)
        cell(submitted, name).source = whole if name == home else stub.source
    nb, _ = rebuild(released, submitted)
    for name in CODE_ANSWERS:
        space: dict = {"__name__": "notebook"}
        for one in nb.cells[: position(nb, f"check-{name}")]:
            if one.cell_type == "code" and "def " in one.source:
                exec(one.source, space)
        assert space[name].__code__.co_code == space_of(RIGHT[name])[name].__code__.co_code


def test_an_answer_that_is_written_to_a_file_stays_in_its_cell(released):
    source = "%%writefile mine.py\n" + RIGHT["count_pixels"]
    submitted = answered(released, count_pixels=source)
    at = position(submitted, "count_pixels") + 1
    submitted.cells.insert(at, code("mine", "from mine import *"))
    nb, remarks = rebuild(released, submitted)
    assert [one.source for one in nb.cells[at - 1 : at + 1]] == [source, "from mine import *"]
    assert remarks == []


def test_a_file_written_by_a_cell_is_no_answer(released):
    submitted = answered(released)
    submitted.cells.append(code("mine", "%%writefile a.py\n" + RIGHT["count_pixels"]))
    change_own(released, submitted, "count_pixels", "stub")
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "count_pixels").source == cell(released, "count_pixels").source


def test_an_imported_answer_is_an_answer(released):
    for source in (
        "from mine import count_pixels",
        "from mine import *",
        "from mine import a as count_pixels",
        "count_pixels = lambda h, w: h * w",
    ):
        submitted = answered(released, count_pixels=source)
        submitted.cells.append(code("mine", "def count_pixels():\n    return 0"))
        nb, remarks = rebuild(released, submitted)
        assert (cell(nb, "count_pixels").source, remarks) == (source, [])


# Any placement ------------------------------------------------------------------------------------

placements = st.fixed_dictionaries(
    {name: st.integers(0, 30) for name in (*CODE_ANSWERS, "why")}
    | {"own": st.sampled_from(["stub", "empty", "gone"]), "named": st.booleans()}
)


@given(placements)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_wherever_answers_stand_they_count(released, where):
    submitted = answered(released, why=ESSAY)
    own = [cell(submitted, name) for name in (*CODE_ANSWERS, "why")]
    for one in own:
        moved = (code if one.cell_type == "code" else text)(f"moved-{one.id}", one.source)
        if where["own"] == "gone":
            submitted.cells.remove(one)
        else:
            one.source = cell(released, one.id).source if where["own"] == "stub" else ""
        submitted.cells.insert(where[one.id], moved)
    if not where["named"]:
        for one in submitted.cells:
            one.metadata, one.id = NotebookNode(), ""
    for name in CODE_ANSWERS:
        counts(released, submitted, name)
    found(released, submitted)


@given(placements)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_wherever_an_untouched_notebook_is_repeated_it_stays_untouched(released, where):
    submitted = copy.deepcopy(released)
    for name in (*CODE_ANSWERS, "why"):
        submitted.cells.insert(where[name], copy.deepcopy(cell(released, name)))
    nb, _ = rebuild(released, submitted)
    assert text_of(nb) == text_of(released)


def test_the_small_course_asks_for_these_names(released):
    assert [name_asked(cell(released, name)) for name in CODE_ANSWERS] == list(CODE_ANSWERS)
