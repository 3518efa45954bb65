"""The form of every lesson: exercises, points, pictures, and a release that is up to date."""

from __future__ import annotations

import base64
import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import NotebookNode

import graders
from benchmarks.lessons import YOUR_TURN
from benchmarks.words import EFFORT, HINTS, OPTIONAL, POINTS, PROMPT
from gancourse.course.tidy import read, text_of, tidy_executed
from gancourse.release.release import release
from ganlab.pictures import read_picture
from graders.core.cells import digest
from graders.core.show import VERDICT_MIME

ROOT = Path(__file__).resolve().parents[1]
PATHS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
TAGS = {"skip-grading", "nbval-ignore-output", YOUR_TURN}
MOST_SECTIONS = 6
MOST_LINES = 30
MOST_LINES_OF_AN_ANSWER = 45  # its docstring says all about arguments and shapes
MOST_BYTES_OF_A_FIGURE = 60_000
MOST_BYTES_OF_A_FILM = 200_000

PICTURE = re.compile(r"<(?:img|svg|video|canvas|embed|object|iframe)\b|^image/", re.IGNORECASE)


@dataclass(frozen=True)
class Exercise:
    """A prompt and the cells behind it, up to four. In an optional lesson it brings no points."""

    number: str
    name: str
    prompt: NotebookNode
    cells: list[NotebookNode]

    @property
    def grade_id(self) -> str:
        """The name as an id: lower case, with ``_`` for all that is no letter or digit."""
        return re.sub(r"\W+", "_", self.name.lower()).strip("_")

    @property
    def free(self) -> bool:
        return self.cells[1].cell_type == "markdown"

    @property
    def points(self) -> int | None:
        return nbgrader_of(self.cells[1 if self.free else 2]).get("points")


def exercises(nb: NotebookNode) -> list[Exercise]:
    return [
        Exercise(match["number"], match["name"].strip("` "), cell, nb.cells[number : number + 4])
        for number, cell in enumerate(nb.cells)
        if (match := PROMPT.match(cell.source))
    ]


def nbgrader_of(cell: NotebookNode) -> NotebookNode:
    return cell.metadata.get("nbgrader", NotebookNode())


def code_cells(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def count_pictures(cell: NotebookNode) -> int:
    """The number of pictures that a browser shows below a cell, of whatever kind."""
    shown = [out.get("data", {}) for out in cell.outputs]
    texts = [text for data in shown for text in (*data, data.get("text/html", ""))]
    return sum(len(PICTURE.findall(text)) for text in texts)


@pytest.fixture(params=PATHS, ids=lambda path: path.stem, scope="module")
def path(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def nb(path: Path) -> NotebookNode:
    return read(path)


def test_the_lessons_are_there():
    assert len(PATHS) >= 4
    for number, path in enumerate(PATHS):
        assert path.stem == path.parent.name
        assert path.stem.startswith(f"{number:02d}_")


def test_student_notebooks_are_up_to_date_and_give_nothing_away():
    assert [path.stem for path in release(ROOT, check=True)] == [path.stem for path in PATHS]


def test_the_title_names_the_lesson_and_its_points_or_calls_it_optional(nb, path):
    lines = nb.cells[0].source.splitlines()
    assert lines[0].startswith(f"# {path.stem[:2]} · ")
    each = {one.number: one.points for one in exercises(nb)}
    listed = ", ".join(f"{number}: {points}" for number, points in each.items())
    points = f"{POINTS} {sum(each.values())} ({listed})" if any(each.values()) else OPTIONAL
    assert [line for line in lines if line.startswith((POINTS, OPTIONAL))] == [points]


def test_a_lesson_has_few_sections(nb):
    text = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    text = re.sub(r"(?ms)^```.*?^```", "", text)
    assert 1 <= len(re.findall(r"(?m)^## ", text)) <= MOST_SECTIONS
    assert len(re.findall(r"(?m)^# ", text)) == 1


def test_exercises_are_numbered_in_order(nb, path):
    numbers = [one.number for one in exercises(nb)]
    lesson = int(path.stem[:2])
    assert numbers == [f"{lesson}.{number}" for number in range(1, len(numbers) + 1)]


def test_the_id_of_a_prompt_names_its_exercise(nb):
    for one in exercises(nb):
        assert one.prompt.id == f"exercise-{one.grade_id.replace('_', '-')}"
    ids = [cell.id for cell in nb.cells if cell.id.startswith("exercise-")]
    assert ids == [one.prompt.id for one in exercises(nb)]


def test_a_prompt_says_effort_and_points_and_folds_two_hints(nb):
    for one in exercises(nb):
        lines = [line for line in one.prompt.source.splitlines() if line.strip()]
        effort = EFFORT.fullmatch(lines[1].strip("*_ "))
        assert effort, f"{one.number}: {lines[1]!r}"
        assert effort["points"] == (one.points and str(one.points)), one.number
        hints = re.findall(r"<details>\s*<summary>(.+?)</summary>\n\n", one.prompt.source)
        assert len(hints) == len(HINTS), one.number
        assert all(map(re.fullmatch, HINTS, hints)), one.number
        assert one.prompt.source.count("</details>") == 2, one.number


def test_behind_a_prompt_stand_answer_check_and_look(nb):
    for one in exercises(nb):
        answer = nbgrader_of(one.cells[1])
        assert (answer.grade_id, answer.solution, answer.locked) == (one.grade_id, True, False)
        if one.free:
            assert answer.grade
            continue
        check, look = one.cells[2:]
        assert not answer.grade
        if one.points is None:
            assert dict(nbgrader_of(check)) == {}
        else:
            assert nbgrader_of(check).grade_id == f"check_{one.grade_id}"
            assert (nbgrader_of(check).grade, nbgrader_of(check).locked) == (True, True)
        assert f"graders.check_{one.grade_id}(" in check.source
        assert (look.cell_type, dict(nbgrader_of(look))) == ("code", {}), one.number


def test_a_lesson_brings_points_everywhere_or_nowhere_and_its_checks_know(nb):
    for one in exercises(nb):
        assert (one.points is None) == (OPTIONAL in nb.cells[0].source), one.number
        if not one.free:
            item = getattr(graders, f"check_{one.grade_id}")
            assert item.graded == (one.points is not None), one.number


def test_every_graded_cell_belongs_to_an_exercise(nb):
    graded = [nbgrader_of(cell).grade_id for cell in nb.cells if nbgrader_of(cell)]
    listed = []
    for one in exercises(nb):
        unchecked = one.free or one.points is None
        listed += [one.grade_id] if unchecked else [one.grade_id, f"check_{one.grade_id}"]
    assert graded == listed


def test_cells_have_ids_of_their_own_and_known_tags(nb, path):
    # From the file: nbformat gives the second of two equal ids another value.
    ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in nb.cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", cell.id)
        assert set(cell.metadata.get("tags", [])) <= TAGS
        if nbgrader_of(cell):
            assert cell.id == nbgrader_of(cell).grade_id.replace("_", "-")
            assert "skip-grading" not in cell.metadata.get("tags", []), cell.id


def test_the_first_code_cell_sets_up(nb):
    first = code_cells(nb)[0]
    assert first.id == "setup"
    assert "device = setup(seed=0)" in first.source


def test_code_cells_are_short(nb):
    for cell in code_cells(nb):
        answer = nbgrader_of(cell).get("solution", False)
        most = MOST_LINES_OF_AN_ANSWER if answer else MOST_LINES
        assert len(cell.source.splitlines()) <= most, cell.id


def test_every_code_cell_has_been_run_without_error_or_warning(nb):
    for cell in code_cells(nb):
        assert cell.source.strip(), f"{cell.id} is empty"
        assert cell.execution_count is not None, f"{cell.id} has not been run"
        kinds = [(out.output_type, out.get("name")) for out in cell.outputs]
        assert all(kind != "error" for kind, _ in kinds), cell.id
        assert ("stream", "stderr") not in kinds, cell.id


def test_every_check_says_that_all_is_right(nb):
    for one in exercises(nb):
        if not one.free:
            (output,) = one.cells[2].outputs
            assert output.data["text/plain"].endswith(" passed."), one.number
            verdict = output.data[VERDICT_MIME]
            assert (verdict["exercise"], verdict["passed"]) == (one.number, True)
            assert verdict["answer"] == digest(one.cells[1].source), one.number


def test_pictures_are_small_and_described(nb):
    number = 0
    for cell in code_cells(nb):
        pictures = [picture for out in cell.outputs if (picture := read_picture(out))]
        # One that `read_picture` cannot read, such as an SVG, would be looked at by nobody.
        shown = len(pictures) + sum(picture.film is not None for picture in pictures)
        assert shown == count_pictures(cell), cell.id
        number += len(pictures)
        for picture in pictures:
            size, alt = len(picture.png), picture.alt
            assert size < MOST_BYTES_OF_A_FIGURE, f"{cell.id}: {size} bytes"
            assert len(picture.film or b"") <= MOST_BYTES_OF_A_FILM, cell.id
            assert len(alt.split()) >= 4, f"{cell.id}: the alternative text is {alt!r}"
            assert "nbval-ignore-output" in cell.metadata.get("tags", []), cell.id
    assert number >= 2, "a lesson shows pictures"


def test_a_picture_in_a_text_is_small_described_and_that_of_the_docs(nb):
    for cell in nb.cells:
        for name, data in cell.get("attachments", {}).items():
            png = base64.b64decode(data["image/png"])
            assert len(png) < MOST_BYTES_OF_A_FIGURE, f"{cell.id}: {len(png)} bytes"
            assert png == (ROOT / "docs" / "pictures" / name).read_bytes(), cell.id
            alt = re.search(rf"!\[(.*?)\]\(attachment:{re.escape(name)}\)", cell.source)
            assert alt, f"{cell.id} does not show {name}"
            assert len(alt[1].split()) >= 4, cell.id


def test_a_notebook_is_stored_as_execute_stores_it(nb, path):
    tidy = copy.deepcopy(nb)
    tidy_executed(tidy)
    assert path.read_text(encoding="utf-8") == text_of(tidy)
