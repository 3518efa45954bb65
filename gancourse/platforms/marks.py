"""Marks on their way back: the file that a platform's importer reads, or a table to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gancourse.course.spreadsheets import harmless
from gancourse.errors import CourseError
from gancourse.grading.result import Item
from gancourse.platforms.canvas import CANVAS, made_gradebook, read_gradebook
from gancourse.platforms.form import Form, Match, Place, match
from gancourse.platforms.moodle import MOODLE, made_worksheet, read_worksheet
from gancourse.platforms.sheet import Sheet, number_in, write_sheet
from gancourse.platforms.standing import LessonMarks, read_standings
from gancourse.text import printable

CSV = "csv"
TITLES = {MOODLE: "Moodle", CANVAS: "Canvas"}
MOST_NAMED = 20
"""How many students a sentence names."""


@dataclass
class Sent:
    """What went back.

    Attributes:
        path: The file that was written.
        lines: What a teacher has to know of it: sentences.
        missing: Of whom something could not go back: sentences. None should be left alone.
    """

    path: Path
    lines: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def write_marks(
    course: Path,
    lesson: str,
    platform: str,
    *,
    worksheet: Path | None = None,
    column: str = "",
    out_of: float | None = None,
    zeros: bool = False,
    output: Path | None = None,
) -> Sent:
    """Write the marks of a lesson, after what being late costs, for a platform's importer.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.
        platform: ``moodle``, ``canvas`` or ``csv``, a table with a column for each item.
        worksheet: What the platform handed out, to be filled in: Moodle's grading worksheet, or
            Canvas's gradebook. Without it, a file is made from what is known of the students.
        column: The header of the column that takes the marks, if it is not clear which that is.
        out_of: What full marks are; as the worksheet says if None, else the lesson's points.
        zeros: Give 0 to those who handed in nothing, where the platform has no grade yet.
        output: The file to write; ``LESSON_marks_PLATFORM.csv`` in the course's folder if None.

    Raises:
        CourseError: The lesson has no marks, or the worksheet cannot be used.
        GradebookGone: The gradebook cannot be read.
        OSError: The file cannot be written.
    """
    marks = read_standings(course, lesson)
    path = output or course / f"{marks.lesson}_marks_{platform}.csv"
    if platform == CSV:
        write_sheet(path, _table(marks, out_of))
        absent = [one.shown for one in marks.standings if not one.handed_in]
        lines = [f"{count(len(marks.standings), 'student')}.", *_failed(marks)]
        return Sent(path, [*lines, *told("Handed in nothing", absent), *_waiting(marks)])
    form = _form(marks, platform, worksheet, column, out_of, zeros)
    if not form.takes_more and form.maximum and (out_of or 0) > form.maximum:
        raise CourseError(
            f"{worksheet} says that {form.maximum:g} is the maximum, and {TITLES[platform]} takes "
            f"no mark above it. Leave out --out-of {out_of:g}, or change the assignment."
        )
    found = match(form.places, marks.standings, platform)
    if not any(one.marks and one.student.id in found.places for one in marks.standings):
        raise CourseError(_nobody(marks, platform, worksheet))
    filling = _Filling(marks, platform, form, found, Sent(path))
    filling.give_marks(out_of or form.maximum or marks.max_score)
    filling.tell_of_absent(zeros)
    if worksheet:
        strangers = [printable(f"{one.name} {one.number}".strip()) for one in found.strangers]
        filling.sent.lines += told("In the worksheet, but not in the course", strangers)
    filling.sent.lines += _waiting(marks)
    write_sheet(path, form.sheet)
    return filling.sent


def _form(
    marks: LessonMarks,
    platform: str,
    worksheet: Path | None,
    column: str,
    out_of: float | None,
    zeros: bool,
) -> Form:
    """The table to fill in."""
    if platform == MOODLE:
        if worksheet:
            return read_worksheet(worksheet, column)
        return made_worksheet(marks.standings, out_of or marks.max_score)
    if worksheet:
        return read_gradebook(worksheet, marks.lesson, column)
    rows = [one for one in marks.standings if one.marks or (zeros and not one.handed_in)]
    return made_gradebook(rows, column or marks.lesson, out_of or marks.max_score)


@dataclass
class _Filling:
    """A table while marks are written into it."""

    marks: LessonMarks
    platform: str
    form: Form
    found: Match
    sent: Sent

    def give_marks(self, maximum: float) -> None:
        """Write the marks into their rows."""
        scale = maximum / self.marks.max_score
        replaced: list[str] = []
        too_much: list[str] = []
        lost: list[str] = []
        claimed: list[str] = []
        filled = 0
        for one in self.marks.standings:
            if one.marks is None:
                continue
            place = self.found.places.get(one.student.id)
            mark = f"{one.marks.score * scale:.2f}"
            if place is None:
                known = one.number(self.platform) in self.found.claimed
                (claimed if known else lost).append(one.shown)
            elif not self.form.takes_more and float(mark) > (self.form.maximum or maximum):
                too_much.append(f"{one.shown} {mark}")
            else:
                before = self._cell(place)
                if before and number_in(before) != float(mark):
                    replaced.append(f"{one.shown} {printable(before)} to {mark}")
                place.row[self.form.column] = mark
                filled += 1
        title = TITLES[self.platform]
        self.sent.lines.append(f"{count(filled, 'mark')}, out of {maximum:g}.")
        self.sent.lines += told("Takes the place of another grade", replaced)
        self.sent.missing += told("Has a mark, and no row is known for it", lost)
        self.sent.missing += told("Shares a number with another student or row; no mark", claimed)
        self.sent.missing += told(f"{title} takes no mark above the maximum; left out", too_much)

    def tell_of_absent(self, zeros: bool) -> None:
        """Say who has no mark, and give 0 to who has handed in nothing if that is wanted."""
        self.sent.lines += _failed(self.marks)
        absent = {one.student.id: one for one in self.marks.standings if not one.handed_in}
        if not zeros:
            names = [one.shown for one in absent.values()]
            self.sent.lines += told(
                "Handed in nothing; the grade stays as it is, and --zeros gives 0", names
            )
            return
        rows = {id_: place for id_, place in self.found.places.items() if id_ in absent}
        empty = [one for one in rows.values() if not self._cell(one)]
        strangers = [one for one in self.found.strangers if not self._cell(one)]
        if not self.sent.missing:  # else one of these rows may be theirs
            empty += strangers
        elif strangers:
            self.sent.missing.append("Rows of unknown students got no 0 for this reason.")
        for place in empty:
            place.row[self.form.column] = "0.00"
        self.sent.lines += told("Handed in nothing; 0", [printable(one.name) for one in empty])
        without = [one.shown for id_, one in absent.items() if id_ not in rows]
        self.sent.lines += told("Handed in nothing, and no row is known to give 0", without)

    def _cell(self, place: Place) -> str:
        return place.row[self.form.column].strip()


def _nobody(marks: LessonMarks, platform: str, worksheet: Path | None) -> str:
    title = TITLES[platform]
    if worksheet:
        return (
            f"{worksheet} has none of the students who have marks in {marks.lesson}. Is it of "
            "another assignment, or of another course?"
        )
    return (
        f"No student's number on {title} is known. It comes with `gancourse collect` from a "
        f"download of {title}; or give the table that {title} hands out with --worksheet: rows "
        "are found by number and by e-mail address, which students.csv holds."
    )


def _failed(marks: LessonMarks) -> list[str]:
    """Whose work has no marks."""
    failed = [one.shown for one in marks.standings if one.handed_in and not one.marks]
    return told("Handed in, but not graded; no mark", failed)


def _waiting(marks: LessonMarks) -> list[str]:
    """Whose points wait for a person."""
    waiting = [one.shown for one in marks.standings if one.marks and one.marks.by_hand]
    return told("Has points that wait for your hand; the mark is without them", waiting)


def told(what: str, names: list[str]) -> list[str]:
    """A sentence on some students, with their number; none if there are none."""
    if not names:
        return []
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return [f"{what} ({len(names)}): {', '.join([*names[:MOST_NAMED], *more])}."]


def count(number: int, what: str) -> str:
    """``1 mark``, ``2 marks``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


# A table to read ----------------------------------------------------------------------------------


def _table(marks: LessonMarks, out_of: float | None) -> Sheet:
    """A row for each student, with the points of each item; empty where there are none yet."""
    items = [name.removeprefix("check_") for name in marks.items]
    scaled = [] if out_of is None else [f"mark_of_{out_of:g}"]
    headers = ["student", "name", "email", *items, "penalty", "total", "max", *scaled, "waits"]
    rows = []
    for one in marks.standings:
        row = [one.student.id, one.student.name, one.student.email]
        if one.marks:
            has = [one.marks.items.get(name) for name in marks.items]
            row += ["" if not item or _open(item) else f"{item.points:g}" for item in has]
            row += [f"{one.marks.penalty:g}", f"{one.marks.score:g}", f"{marks.max_score:g}"]
            row += [f"{one.marks.score * (out_of or 0) / marks.max_score:.2f}" for _ in scaled]
            row += [
                " ".join(n for n, item in zip(items, has, strict=True) if item and item.by_hand)
            ]
        else:
            row += [""] * (len(headers) - len(row) - 1)
            row += ["not graded" if one.handed_in else ""]
        rows.append([harmless(printable(cell)) for cell in row])
    return Sheet([harmless(header) for header in headers], rows)


def _open(item: Item) -> bool:
    """Whether an item has no points yet."""
    return item.by_hand and not item.points
