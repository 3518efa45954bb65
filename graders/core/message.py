"""The wording of verdicts: one form for every check, as plain text and as compact HTML.

Both come from the same rows. The HTML is a table whose row headers a screen reader announces; it
says in words what its colours say, and the colours are from the palette of Okabe and Ito (2008),
which people with any kind of colour vision can tell apart.
"""

from __future__ import annotations

import html
import textwrap

from graders.core.verdict import Verdict

WIDTH = 100
LABEL_WIDTH = 12
LONGEST_ROW = 600
"""Characters of one row: what an answer gives may be of any length."""

GREEN, VERMILION, BLUE = "#009E73", "#D55E00", "#0072B2"
"""Each stands out from white and from black, as 3 to 1 at least, and its sign from it, as 4.5."""
CODE_ROWS = ("first", "called")


def title(verdict: Verdict) -> str:
    """The verdict in one line."""
    name, count = verdict.item, len(verdict.outcomes)
    if verdict.passed:
        return f"{name}: {f'all {count} checks' if count > 1 else 'the check'} passed."
    if not verdict.attempted:
        return f"{name}: not attempted yet · exercise {verdict.exercise}"
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
    shown["look at"] = finding.see or f"exercise {verdict.exercise}"
    if not verdict.graded:
        shown["others"] = _others(verdict, number)
    elif len(verdict.outcomes) > 1:
        share = f"{verdict.earned:.0%} of the points"
        shown["earned"] = f"{share}{_why_so_few(verdict, number)}; {_others(verdict, number)}"
    return shown


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


def as_html(verdict: Verdict) -> str:
    """The verdict as a small HTML table; what came from the student's code is escaped."""
    sign, ink, colour = _sign(verdict)
    cells = []
    for label, row in rows(verdict).items():
        shown = html.escape(row)
        if label in CODE_ROWS:
            shown = f"<code>{shown}</code>"
        cells.append(
            '<tr><th scope="row" style="text-align:left;vertical-align:top;padding-right:1em">'
            f"{label}</th>"
            f'<td style="text-align:left">{shown}</td></tr>'
        )
    shown_title = (
        f'<span aria-hidden="true" style="background-color:{colour};color:{ink};padding:0 0.4em">'
        f"{sign}</span> {html.escape(title(verdict))}"
    )
    if cells:
        inside = (
            f'<table style="margin-left:0"><caption style="text-align:left;font-weight:bold;'
            f'caption-side:top">{shown_title}</caption>{"".join(cells)}</table>'
        )
    else:
        paragraphs = [f"<b>{shown_title}</b>", *map(html.escape, _but(verdict))]
        inside = "".join(f'<p style="margin:0">{text}</p>' for text in paragraphs)
    role = "status" if verdict.passed or not verdict.attempted else "alert"
    style = f"border-left:4px solid {colour};padding-left:0.6em"
    return f'<div role="{role}" style="{style}">{inside}</div>'


def _sign(verdict: Verdict) -> tuple[str, str, str]:
    """The sign of a verdict, its colour, and the colour behind it."""
    if verdict.passed:
        return "✓", "black", GREEN
    return ("✗", "black", VERMILION) if verdict.attempted else ("○", "white", BLUE)
