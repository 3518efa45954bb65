"""What a submission may use: the one table of settings."""

from __future__ import annotations

from traitlets import Integer
from traitlets.config import Configurable

MEGABYTE = 2**20

HOME = "/notebook"
"""Where a notebook runs, inside a strong sandbox: empty, its own, gone when it ends."""


class Limits(Configurable):
    """Limits of one submission, and where they can be changed: ``c.Limits.cell_seconds = 60``.

    What goes over a limit costs its own submission: a cell that runs too long is interrupted, the
    rest of a notebook that uses too much is not run.
    """

    cell_seconds = Integer(
        30,
        help="Processor seconds for one cell, all its processes and threads together, then it is "
        "interrupted; also after four times as long by the clock.",
    ).tag(config=True)
    again_seconds = Integer(
        3,
        help="As `cell_seconds`, for a cell after one was interrupted: it may call the same code.",
    ).tag(config=True)
    check_seconds = Integer(20, help="As `cell_seconds`, for the observations of one check.").tag(
        config=True
    )
    notebook_seconds = Integer(
        300, help="Seconds by the clock for a whole notebook, then it is ended."
    ).tag(config=True)
    memory_megabytes = Integer(
        2048,
        help="Memory of all its processes together, their files included: these lie in memory.",
    ).tag(config=True)
    disk_megabytes = Integer(
        256,
        help="Space for files in each of the three folders that it can write to: its home, the "
        "temporary folder, and memory shared by processes.",
    ).tag(config=True)
    file_megabytes = Integer(128, help="The largest file that it writes.").tag(config=True)
    processes = Integer(64, help="Processes and threads at one time.").tag(config=True)
    busy_seconds = Integer(
        120,
        help="Seconds, added up, that processes and threads may compute beyond two at one time.",
    ).tag(config=True)
    open_files = Integer(256, help="Files open at one time.").tag(config=True)
    output_kilobytes = Integer(
        4096, help="What all cells may show; the rest is cut off with a line that says so."
    ).tag(config=True)

    def table(self) -> dict[str, int]:
        """The settings as plain data."""
        return {name: getattr(self, name) for name in sorted(self.trait_names(config=True))}
