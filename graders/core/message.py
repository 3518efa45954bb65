"""The wording of verdicts: one form for every check, as plain text and as compact HTML.

Both come from the same rows. The HTML is a table whose row headers a screen reader announces. What
passed, failed or is open has a sign, a colour and words of its own; the colours are from the
palette of Okabe and Ito (2008), which people with any kind of colour vision can tell apart.
"""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass

from graders.core.aspect import Place
from graders.core.verdict import Verdict

WIDTH = 100
LABEL_WIDTH = 12
LONGEST_ROW = 600
"""Characters of one row: what an answer gives may be of any length."""

CODE_ROWS = ("first", "called")


def exercise(name: str, number: str) -> Place:
    """An exercise in words; a link to it leads to the cell of its prompt."""
    return Place(f"exercise {number}", f"exercise-{name.lower().replace('_', '-')}")


def title(verdict: Verdict) -> str:
    """The verdict in one line."""
    name, count = verdict.item, len(verdict.outcomes)
    if verdict.passed:
        return f"{name}: {f'all {count} checks' if count > 1 else 'the check'} passed."
    if not verdict.attempted:
        return f"{name}: not attempted yet · {exercise(name, verdict.exercise)}"
    number, first = verdict.first_failure
    return f"{name}: check {number} of {count} failed · {first.aspect.title}"


def rows(verdict: Verdict) -> dict[str, str]:
    """What stands below the title: labels and their texts. Nothing for right work.

    The texts quote what the student's code returned, so characters that could move a terminal's
    cursor or turn the direction of writing are left out.
    """
    plain = {}
    for label, row in _rows(verdict).items():
        row = row if len(row) <= LONGEST_ROW else row[:LONGEST_ROW] + " …"
        plain[label] = "".join(c if c.isprintable() else " " for c in row)
    return plain


def _rows(verdict: Verdict) -> dict[str, str]:
    if verdict.passed:
        return {}
    number, first = verdict.first_failure
    finding = first.finding
    assert finding is not None  # it did not pass
    if not verdict.attempted:
        return {
            "found": finding.got,
            "next": "put your code in its place, run that cell, then run this one again",
        }
    shown = {"called": first.aspect.call, "expected": finding.expected, "got": finding.got}
    if names := ", ".join(first.aspect.names):
        example = f'{names} = graders.example("{verdict.item}", {number})'
        shown = {"first": example} | shown
    if finding.likely:
        shown["likely"] = finding.likely
    shown["look at"] = _place(verdict)
    if not verdict.graded:
        shown["others"] = _others(verdict, number)
    elif len(verdict.outcomes) > 1:
        share = f"{verdict.earned:.0%} of the points"
        shown["earned"] = f"{share}{_why_so_few(verdict, number)}; {_others(verdict, number)}"
    return shown


def _place(verdict: Verdict) -> Place:
    """Where the lesson speaks of what did not pass."""
    finding = verdict.first_failure[1].finding
    return (finding and finding.see) or exercise(verdict.item, verdict.exercise)


def _why_so_few(verdict: Verdict, shown: int) -> str:
    if verdict.all_or_nothing:
        return ": this course gives them only where every check passes"
    missed = verdict.essentials_missed
    if not missed:
        return ""
    which = "this" if shown in missed else f"check {missed[0]}"
    return f": {which} is what the exercise is about"


def _others(verdict: Verdict, shown: int) -> str:
    numbers = [
        str(number)
        for number, outcome in enumerate(verdict.outcomes, 1)
        if not outcome.passed and number != shown
    ]
    if not numbers:
        return "every other check passes"
    return f"check{'s' * (len(numbers) > 1)} {', '.join(numbers)} fail{'s' * (len(numbers) == 1)}"


def text(verdict: Verdict) -> str:
    """The verdict as plain text: at most 12 lines of at most 100 characters."""
    lines = [title(verdict), *_but(verdict)]
    for label, row in rows(verdict).items():
        lines += textwrap.wrap(
            row,
            WIDTH,
            initial_indent=f"  {label}".ljust(LABEL_WIDTH),
            subsequent_indent=" " * LABEL_WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def _but(verdict: Verdict) -> list[str]:
    """What is to be said of right work."""
    return [f"But {verdict.note}"] if verdict.passed and verdict.note else []


# What is open ------------------------------------------------------------------------------------


def not_written(name: str, place: Place) -> str:
    """What is said of a cell that calls an answer that is still a stub."""
    return f"{name} is not written yet: {place}"


def not_there(missing: str, name: str, place: Place) -> str:
    """What is said of a cell that needs what another would have made with such an answer."""
    return f"{missing} is not there yet: it is made with {name}, {place}"


def not_made(missing: str) -> str:
    """What is said of a cell that needs what another would have made without an error."""
    return f"{missing} is not there: the cell that makes it ended with an error"


# HTML --------------------------------------------------------------------------------------------


BOX = "gans-message"
"""The class of the element around each message, by which a style can name it."""


@dataclass(frozen=True)
class _Look:
    """What a kind of message looks like, and how a screen reader takes it.

    The colour stands out from white and from black, as 3 to 1 at least; the sign on it as 4.5.
    """

    sign: str
    ink: str
    colour: str
    role: str

    def title(self, shown: str) -> str:
        style = f"background-color:{self.colour};color:{self.ink};padding:0 0.4em"
        return f'<span aria-hidden="true" style="{style}">{self.sign}</span> {shown}'

    def box(self, inside: str) -> str:
        style = f"border-left:4px solid {self.colour};padding-left:0.6em"
        return f'<div class="{BOX}" role="{self.role}" style="{style}">{inside}</div>'


PASSED = _Look("✓", "black", "#009E73", "status")
FAILED = _Look("✗", "black", "#D55E00", "alert")
OPEN = _Look("○", "white", "#0072B2", "status")


def as_html(verdict: Verdict, linked: bool = False) -> str:
    """The verdict as a line or a small table; what came from the student's code is escaped.

    Args:
        verdict: The verdict.
        linked: Whether places of the lesson are links to their cells.
    """
    if verdict.passed:
        line = PASSED.title(html.escape(title(verdict)))
        return PASSED.box("<br>".join([f"<b>{line}</b>", *map(html.escape, _but(verdict))]))
    place = _place(verdict) if linked else None
    cells = []
    for label, row in rows(verdict).items():
        shown = _linked(row, place)
        if label in CODE_ROWS:
            shown = f"<code>{shown}</code>"
        cells.append(
            '<tr><th scope="row" style="text-align:left;vertical-align:top;padding-right:1em">'
            f"{label}</th>"
            f'<td style="text-align:left;overflow-wrap:anywhere">{shown}</td></tr>'
        )
    look = FAILED if verdict.attempted else OPEN
    return look.box(
        '<table style="margin-left:0">'
        '<caption style="text-align:left;font-weight:bold;caption-side:top">'
        f"{look.title(_linked(title(verdict), place))}</caption>{''.join(cells)}</table>"
    )


def open_as_html(line: str, place: Place | None) -> str:
    """A line on what is open; ``place``, with which it ends, becomes a link."""
    return OPEN.box(OPEN.title(_linked(line, place)))


def _linked(text: str, place: Place | None) -> str:
    """Text as HTML; if it ends with a place, that is a link."""
    if not place or not text.endswith(place):
        return html.escape(text)
    link = f'<a href="#cell-id={place.cell}">{html.escape(place)}</a>'
    return html.escape(text.removesuffix(place)) + link
