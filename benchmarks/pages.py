"""Puts what a benchmark has measured into a page of docs/, and reads it there."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table: names to the left, numbers to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def put(page: Path, **tables: str) -> None:
    """Replace what stands in the page between each table's markers.

    Raises:
        ValueError: a marker does not stand there once.
    """
    text = page.read_text(encoding="utf-8")
    for name, table in tables.items():
        pattern = rf"(?s)(<!-- table: {name.replace('_', ' ')} -->\n).*?(<!-- end -->)"
        text, found = re.subn(pattern, lambda m, t=table: f"{m[1]}\n{t}\n\n{m[2]}", text)
        if found != 1:
            raise ValueError(f"{page.name} must hold the marker of the table {name!r} once.")
    page.write_text(text, encoding="utf-8")


def rows(page: Path, name: str) -> dict[str, list[str]]:
    """Return a table that stands between its markers: the first cell of each row, and the others.

    Raises:
        ValueError: a marker does not stand there.
    """
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"(?s)<!-- table: {name} -->\n\n(.*?)\n\n<!-- end -->", text)
    if not found:
        raise ValueError(f"{page.name} does not hold the table {name!r}.")
    lines = [line.strip("| ").split(" | ") for line in found[1].splitlines()[2:]]
    return {first: rest for first, *rest in lines}
