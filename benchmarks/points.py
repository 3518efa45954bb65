"""Write what each check of an exercise is worth into docs/points.md. Measures nothing."""

from __future__ import annotations

from benchmarks.catalogue import ITEMS
from benchmarks.pages import DOCS, markdown, put
from graders.core.check import Item

PAGE = DOCS / "points.md"


def points_table() -> str:
    """One row for each aspect of each item that brings points, in the order of the reports."""
    rows = [row for item in ITEMS.values() if item.graded for row in _rows(item)]
    return markdown(["exercise", "check", "weight"], rows)


def _rows(item: Item) -> list[list[str]]:
    rows = []
    for number, aspect in enumerate(item.aspects, 1):
        first = f"{item.exercise} `{item.name}`" if number == 1 else ""
        title = f"**{aspect.title}**" if aspect.essential else aspect.title
        weight = f"(−{aspect.weight})" if aspect.rule else str(aspect.weight)
        rows.append([first, f"{number}. {title}", weight])
    return rows


if __name__ == "__main__":
    put(PAGE, points=points_table())
