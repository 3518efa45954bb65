"""The page that a student gets back: points, answers, and what the checks and the teacher say.

It needs no script and no network; its rules for the browser forbid both. What comes from outside is
escaped by the template. Only what `sanitize` has made harmless is put in as HTML: texts of a
notebook, and what its cells show.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from gancourse.course.graded import is_grade, is_solution
from gancourse.course.tidy import read
from gancourse.grading.jobs import is_check
from gancourse.grading.markdown import is_long, markdown, python

HERE = Path(__file__).parent
MOST_SHOWN = 20_000
"""Characters that a page shows of one answer, and of what all cells of the student's gave."""

LARGEST_PICTURE = 60_000
"""Characters of a picture that an answer's cell shows; the student has the larger ones."""

NOT_ANSWERED = "not answered"
OPEN = "not attempted yet"
"""What a check says of an answer that is as it was handed out."""

SHORTENED = "<p>(The rest is left out here.)</p>"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CODE = re.compile(r"`([^`]+)`")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_EXERCISE = re.compile(r"Exercise +(\S+) +· +(.+)")


@dataclass(frozen=True)
class Shown:
    """What a page shows beside the marked notebook. Any change of it makes a new page.

    Attributes:
        lesson: The lesson's name.
        name: The student's name, for reading.
        items: Points, full points, and whether a person has to look, by grade id.
        comments: What the teacher wrote, by grade id.
        blank: The grade ids of answers that were left as they were.
        penalty: What was taken off for being late: points.
        remarks: What was repaired or stopped; None where the notebook tells it.
        status: Why there are no points.
    """

    lesson: str
    name: str
    items: dict[str, tuple[float, float, bool]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    penalty: float = 0.0
    remarks: tuple[str, ...] | None = None
    status: str = ""


@dataclass
class Exercise:
    """One exercise of a page. ``prompt``, ``answers`` and ``messages`` are HTML."""

    number: str
    name: str
    prompt: str
    answers: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    points: float = 0.0
    max_points: float = 0.0
    by_hand: bool = False
    comment: str = ""
    line: str = ""

    @property
    def shown_points(self) -> str:
        earned = "waits" if self.by_hand else f"{self.points:g}"
        return f"{earned} / {self.max_points:g}"


def points(count: float) -> str:
    """Points in words."""
    return f"{count:g} point{'s' * (count != 1)}"


def _with_code(text: str) -> Markup:
    """A remark as HTML: what stands between backticks is code."""
    return Markup(_CODE.sub(r"<code>\1</code>", html.escape(text, quote=False)))


@cache
def templates() -> jinja2.Environment:
    """The pages' templates, compiled once for a process."""
    loader = jinja2.FileSystemLoader(HERE)
    environment = jinja2.Environment(
        autoescape=True, loader=loader, undefined=jinja2.StrictUndefined
    )
    environment.filters["points"] = points
    environment.filters["counted"] = lambda count: f"{points(count)} wait{'s' * (count == 1)}"
    environment.filters["with_code"] = _with_code
    style = (HERE / "page.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(style)
    return environment


@cache
def _maker() -> str:
    """A hash of what makes the pages: templates and code."""
    files = [*HERE.glob("*.j2"), HERE / "page.css", HERE / "page.py", HERE / "markdown.py"]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(files))).hexdigest()


def made_from(shown: Shown, notebook: Path | None) -> str:
    """A hash of all that a page depends on; the marked notebook counts by its time and size."""
    stat = notebook.stat() if notebook and notebook.exists() else None
    parts = [_maker(), asdict(shown), stat and [stat.st_mtime_ns, stat.st_size]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def was_made_from(page: Path) -> str:
    """What `made_from` said when a page was made; empty if there is no page of ours."""
    try:
        with page.open("rb") as file:
            found = re.search(rb'<meta name="made-from" content="([0-9a-f]+)">', file.read(400))
    except OSError:
        return ""
    return found[1].decode() if found else ""


@lru_cache(maxsize=16)
def lesson_cells(released: Path) -> tuple[str, frozenset[str]]:
    """The title of a lesson, and the ids of its cells."""
    if not released.exists():
        return released.stem, frozenset()
    nb = read(released)
    title = next(
        (found[1] for cell in nb.cells if (found := _HEADING.search(cell.source))), released.stem
    )
    return title, frozenset(cell.get("id", "") for cell in nb.cells)


def load(notebook: Path) -> NotebookNode:
    """A marked notebook; it is ours, so it is not held against nbformat's schema again."""
    return nbformat.v4.reads(notebook.read_text(encoding="utf-8"))


def render(shown: Shown, nb: NotebookNode | None, released: Path, made: str = "") -> str:
    """The page as HTML.

    Args:
        shown: What is known of the marks.
        nb: The marked notebook; None where nothing could be marked.
        released: The lesson as students got it.
        made: What `made_from` says of it.
    """
    title, ids = lesson_cells(released)
    exercises, added, remarks = _parts(shown, nb, ids) if nb else ([], [], [])
    raw = sum(item[0] for item in shown.items.values())
    return (
        templates()
        .get_template("submission.html.j2")
        .render(
            title=title,
            name=shown.name,
            lesson=shown.lesson,
            score=round(max(0.0, raw - shown.penalty), 2),
            max_score=sum(item[1] for item in shown.items.values()),
            waiting=sum(item[1] for item in shown.items.values() if item[2]),
            penalty=round(shown.penalty, 2),
            earned=round(raw, 2),
            remarks=remarks if shown.remarks is None else shown.remarks,
            status=shown.status,
            exercises=exercises,
            added=added,
            made_from=made,
        )
    )


def _parts(
    shown: Shown, nb: NotebookNode, ids: frozenset[str]
) -> tuple[list[Exercise], list[str], list[str]]:
    """Exercises, other cells that the student added, and remarks."""
    exercises: list[Exercise] = []
    added: list[str] = []
    prompt, asked = "", ""  # the last text of the lesson, and that of the last exercise
    room = _Room()
    for cell in nb.cells:
        if is_grade(cell) or is_solution(cell):
            if not exercises or (is_solution(cell) and prompt != asked):
                exercises.append(_begun(prompt, cell))
                asked = prompt
            _add(exercises[-1], cell, shown, room)
        elif cell.get("id") == "remarks":
            continue
        elif cell.cell_type == "markdown" and cell.get("id") in ids:
            prompt = cell.source
        elif cell.get("id") not in ids:
            added.extend(_shown_cell(cell, room))
    remarks = nb.metadata.get("classroom", {}).get("remarks", [])
    return exercises, added, list(remarks)


def _begun(prompt: str, cell: NotebookNode) -> Exercise:
    heading = _HEADING.search(prompt)
    found = _EXERCISE.fullmatch(heading[1].strip()) if heading else None
    number, name = found.groups() if found else ("", cell.metadata.nbgrader.grade_id)
    rest = prompt.replace(heading[0], "", 1).strip() if found and heading else prompt
    return Exercise(number, name, markdown(rest) if rest else "")


def _add(exercise: Exercise, cell: NotebookNode, shown: Shown, room: _Room) -> None:
    """Add to an exercise a cell of it: an answer, or a check."""
    grade_id = cell.metadata.nbgrader.grade_id
    if grade_id in shown.items:
        earned, most, by_hand = shown.items[grade_id]
        exercise.points = round(exercise.points + earned, 2)
        exercise.max_points += most
        exercise.by_hand |= by_hand
    comment = shown.comments.get(grade_id, "")
    exercise.comment = "\n".join(filter(None, (exercise.comment, comment)))
    if is_check(cell):
        line, message = _verdict(cell)
        if not exercise.answers and OPEN in line:
            line = NOT_ANSWERED
        else:
            exercise.messages.append(message)
        exercise.line = exercise.line or line.removeprefix(f"{exercise.name}: ")
    else:
        if grade_id not in shown.blank:
            exercise.answers += _shown_cell(cell, room)
        if is_grade(cell):
            exercise.line = comment.split("\n", 1)[0] or _state(exercise, grade_id in shown.blank)


def _state(exercise: Exercise, blank: bool) -> str:
    if exercise.by_hand:
        return "waits for your teacher"
    return NOT_ANSWERED if blank else "marked by your teacher"


def _verdict(cell: NotebookNode) -> tuple[str, str]:
    """The first line of what a check says, and all of it as HTML."""
    for output in cell.outputs:
        if output.output_type == "display_data":
            text = output.data.get("text/plain", "")
            shown = output.data.get("text/html") or f"<pre>{html.escape(text)}</pre>"
            return text.split("\n", 1)[0], shown
    for output in cell.outputs:
        if output.output_type == "error":
            return output.evalue.split("\n", 1)[0], f"<pre>{html.escape(output.evalue)}</pre>"
    return "It was not run.", "<p>It was not run.</p>"


@dataclass
class _Room:
    """How many characters of what a student's cells show there is room for."""

    text: int = MOST_SHOWN
    picture: int = LARGEST_PICTURE

    def fits(self, text: str) -> str:
        kept = text[: self.text]
        self.text -= len(kept)
        return kept


def _shown_cell(cell: NotebookNode, room: _Room) -> Iterator[str]:
    """A student's cell, with what it shows, as HTML."""
    source = cell.source
    if cell.cell_type == "markdown" and not is_long(source):
        yield f'<div class="answer" tabindex="0">{markdown(source, cell.get("attachments"))}</div>'
        return
    kept = source[:MOST_SHOWN]
    shown = python(kept) if cell.cell_type == "code" else html.escape(kept)
    yield f'<pre tabindex="0">{shown}</pre>' + SHORTENED * (kept != source)
    given = [text for output in cell.get("outputs", ()) if (text := _output(output, room))]
    if given:
        yield f'<h4>What it showed</h4><div class="gave" tabindex="0">{"".join(given)}</div>'


def _output(output: NotebookNode, room: _Room) -> str:
    """One output as HTML; empty if there is nothing to see, or no room."""
    match output.output_type:
        case "stream":
            return _preformatted(output.text, room)
        case "error":
            return _preformatted(f"{output.ename}: {output.evalue}", room)
    data: dict[str, Any] = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        if kind in data and len(data[kind]) <= room.picture:
            room.picture -= len(data[kind])
            return f'<img src="data:{kind};base64,{data[kind].strip()}" alt="What the cell drew">'
    if "text/html" in data and len(data["text/html"]) <= room.text:
        return room.fits(data["text/html"])
    return _preformatted(data.get("text/plain", ""), room)


def _preformatted(text: str, room: _Room) -> str:
    kept = room.fits(_ESCAPE.sub("", text))
    return f'<pre tabindex="0">{html.escape(kept)}</pre>' if kept.strip() else ""
