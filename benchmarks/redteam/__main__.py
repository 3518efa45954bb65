"""Grade cheats and damaged notebooks beside honest ones: what each deserves, what it gets.

    python -m benchmarks redteam

Prints a line for each of them. The exit code is 1 if anything differs, or if anything was stolen,
planted or left running.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.redteam.school import grade_everybody
from gancourse.text import printable


def main() -> int:
    """Grade the class and print the table."""
    console = Console()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="redteam-") as folder:
        lines = grade_everybody(Path(folder) / "course")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("submission")
    table.add_column("deserves", justify="right")
    table.add_column("got", justify="right")
    table.add_column("remark", overflow="fold")
    for line in lines:
        about = f"{line.student}: {line.about}" if line.kind == "cheat" else line.about
        remark = "; ".join(line.faults) or " ".join(line.result.remarks)
        table.add_row(
            escape(printable(about or line.student)),
            f"{line.deserved:g}",
            f"{line.got:g}",
            escape(printable(remark)),
            style="bold red" if line.faults else "",
        )
    console.print(table)
    wrong = [line for line in lines if line.faults]
    counts = {kind: sum(one.kind == kind for one in lines) for kind in ("cheat", "damaged")}
    console.print(
        f"\n{counts['cheat']} cheats, {counts['damaged']} damaged notebooks; "
        f"{len(wrong)} with another result than deserved; {time.monotonic() - begin:.0f} s."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
