"""The wording of verdicts: one form for every check."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graders.core import Item, Outcome

WIDTH = 100
LABEL_WIDTH = 12


def passed(item: Item) -> str:
    """The one fixed line for right work."""
    count = len(item.aspects)
    return f"{item.name}: {f'all {count} checks' if count > 1 else 'the check'} passed."


def not_attempted(item: Item) -> str:
    """The stub is still in the answer cell."""
    return _lines(
        f"{item.name}: not attempted yet · exercise {item.exercise}",
        {
            "found": "the line `raise NotImplementedError` still stands in the answer cell",
            "next": "put your code in its place, run that cell, then run this one again",
        },
    )


def failed(item: Item, number: int, outcome: Outcome) -> str:
    """What was called, what was expected, what came back, and the likely cause."""
    aspect, finding = outcome.aspect, outcome.finding
    rows = {"called": aspect.call, "expected": finding.expected, "got": finding.got}
    if finding.likely:
        rows["likely"] = finding.likely
    rows["look at"] = f"exercise {item.exercise}, hint {1 if finding.likely else 2}"
    count = len(item.aspects)
    return _lines(f"{item.name}: check {number} of {count} failed · {aspect.title}", rows)


def _lines(title: str, rows: dict[str, str]) -> str:
    lines = [title]
    for label, text in rows.items():
        lines += textwrap.wrap(
            text,
            WIDTH,
            initial_indent=f"  {label}".ljust(LABEL_WIDTH),
            subsequent_indent=" " * LABEL_WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
