"""The class's report as files: one page that needs nothing else, and a table of causes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, Template

from gancourse.course.files import replacing
from gancourse.course.spreadsheets import ENCODING, harmless
from gancourse.teaching.findings import Cause, ItemReport, LessonReport
from gancourse.teaching.report import MOST_NAMED
from gancourse.text import printable, writable

FOLDER = "report"
MOST_CAUSES, MOST_TOP, MOST_ALIKE = 5, 5, 20
"""How many causes of an exercise, causes in front, and answers alike are shown."""

COLUMNS = (
    *("lesson", "item", "max_points", "mean", "full", "none", "untouched", "by_hand"),
    *("cause", "look_at", "students"),
)


@cache
def _template() -> Template:
    path = Path(__file__).with_name("report.html.j2")
    return Environment(autoescape=True, finalize=_shown).from_string(path.read_text("utf-8"))


def _shown(value: object) -> object:
    """A text without control characters, which could turn the direction of writing."""
    if type(value) is str:
        return "\n".join(printable(line) for line in value.expandtabs(4).split("\n"))
    return value


def top_causes(report: LessonReport) -> list[tuple[ItemReport, Cause]]:
    """The named causes of a lesson that most students share, with their exercises."""
    found = [(item, cause) for item in report.items for cause in item.commonest if cause.named]
    return sorted(found, key=lambda one: -one[1].students)[:MOST_TOP]


def as_html(report: LessonReport) -> str:
    """The page; every text in it is escaped."""
    bins = ", ".join(f"{count} with {label}" for label, count in report.bins if count)
    page = _template().render(
        report=report,
        top=top_causes(report),
        highest=max(1, *(count for _, count in report.bins)),
        spoken=f"Students by points: {bins}",
        late=[f"{name} ({when})" for name, when in report.late],
        most=MOST_CAUSES,
        most_alike=MOST_ALIKE,
        most_named=MOST_NAMED,
    )
    return writable(page)


def write_page(course: Path, report: LessonReport) -> Path:
    """Write ``report/LESSON.html``; return where it is.

    Raises:
        OSError: It cannot be written.
    """
    path = course / FOLDER / f"{report.lesson}.html"
    path.parent.mkdir(exist_ok=True)
    with replacing(path) as file:
        file.write(as_html(report))
    return path


def write_table(path: Path, reports: Iterable[LessonReport]) -> None:
    """Write a line for each cause of each exercise; one for an exercise without causes.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path, ENCODING) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for report in reports:
            for item in report.items:
                mean = "" if item.mean is None else f"{item.mean:.3f}"
                known = (report.lesson, item.name, f"{item.max_points:g}", mean)
                counts = (item.full, item.none, item.untouched, item.by_hand)
                causes: list[tuple[str, str, int | str]] = [
                    (harmless(writable(printable(cause.text))), cause.see, cause.students)
                    for cause in item.commonest
                ]
                for cause in causes or [("", "", "")]:
                    table.writerow((*known, *counts, *cause))
