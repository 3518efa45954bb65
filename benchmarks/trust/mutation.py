"""Change every reference answer mechanically, and see whether its check notices.

    python -m benchmarks mutation [ITEM …]

prints, for each graded item, how many mutants its check tells from a right answer, and every one
that it does not as the lines changed. A survivor is either a gap in the check, or means the same
as the answer: then it stands in ``equivalent.toml`` with the reason. Ends with exit code 1 if a
survivor is not explained, or an explanation has become stale.

Cosmic Ray and mutmut mutate the files of a package and run a test command for each mutant; answers
are cells of notebooks, their mutations need a course's own operators, and thousands of processes
that import torch would take hours.
"""

from __future__ import annotations

import _thread
import argparse
import contextlib
import difflib
import functools
import sys
import threading
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import torch

from benchmarks.catalogue import ITEMS
from benchmarks.trust.answer_cells import AnswerCell, answer_cells
from benchmarks.trust.operators import mutants
from gancourse.grading.bounded import start_context

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SECONDS = 5.0
"""A mutant that takes longer is taken for an endless loop, and for noticed."""
MOST_BYTES = 4 * 2**30
"""What a mutant may allocate: an exchanged ``**`` asks for more than any machine has."""
PROCESSES = 2


class Fate(Enum):
    INVALID = "invalid"  # fails before it is checked
    KILLED = "killed"
    SURVIVED = "survived"


@dataclass(frozen=True, order=True)
class Change:
    """A mutant in the words of a diff: what stood in the lines changed, and what stands there."""

    item: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"  - {self.was}\n  + {self.now}"


@dataclass(frozen=True)
class Tally:
    """What became of the mutants of one item."""

    item: str
    killed: int
    equivalent: tuple[Change, ...]
    survivors: tuple[Change, ...]

    @property
    def mutants(self) -> int:
        return self.killed + len(self.equivalent) + len(self.survivors)

    @property
    def rate(self) -> float:
        """The share that is noticed of those that mean something else than the answer."""
        return self.killed / max(1, self.killed + len(self.survivors))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", nargs="*", metavar="ITEM", help="all, if none is named")
    names = parser.parse_args(arguments).items or list(answer_cells())
    if unknown := set(names) - set(answer_cells()):
        parser.error(f"there is no graded item {', '.join(sorted(unknown))}")
    reasons = read_reasons()
    tallies = list(run([answer_cells()[name] for name in names], reasons))
    print(table(tallies))
    stale = stale_entries(reasons, tallies)
    for tally in tallies:
        for change in tally.survivors:
            print(f"\n{change.item}: survived\n{change}")
    for change in stale:
        print(f"\n{change.item}: {EQUIVALENT.name} holds what is no survivor\n{change}")
    return int(bool(stale) or any(tally.survivors for tally in tallies))


def read_reasons() -> dict[Change, str]:
    """Why survivors mean the same as the answer."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    return {Change(one["item"], one["was"], one["now"]): one["reason"] for one in entries}


def stale_entries(reasons: Iterable[Change], tallies: Iterable[Tally]) -> list[Change]:
    """Explanations of mutants that are killed, or do not exist."""
    tallies = list(tallies)
    needed = {change for tally in tallies for change in tally.equivalent}
    items = {tally.item for tally in tallies}
    gone = [change for change in reasons if change.item not in answer_cells()]
    return gone + [one for one in reasons if one.item in items and one not in needed]


def run(cells: list[AnswerCell], reasons: Iterable[Change] = ()) -> Iterator[Tally]:
    """Check all mutants of the cells, in two processes of one thread each.

    Raises:
        ValueError: an answer does not pass its own check.
    """
    work = [(cell, source) for cell in cells for source in (cell.source, *mutants(cell.source))]
    fates = dict(zip(work, _fates(work), strict=True))
    for cell in cells:
        if fates[cell, cell.source] is not Fate.SURVIVED:
            raise ValueError(f"The reference answer of {cell.item} does not pass its check.")
        own = [(change_of(*one), fates[one]) for one in work if one[0] is cell][1:]
        survivors = [change for change, fate in own if fate is Fate.SURVIVED]
        yield Tally(
            cell.item,
            killed=sum(fate is Fate.KILLED for _, fate in own),
            equivalent=tuple(one for one in survivors if one in reasons),
            survivors=tuple(one for one in survivors if one not in reasons),
        )


def prepare() -> None:
    """Make a worker process quiet and small."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", SyntaxWarning)  # of mutants that call a number
    with contextlib.suppress(ImportError):  # Windows has no limits
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))


def _fates(work: list[tuple[AnswerCell, str]]) -> list[Fate]:
    """Check mutants in processes. One that brings its process down is noticed, too."""
    fates: dict[int, Fate] = {}
    while rest := [number for number in range(len(work)) if number not in fates]:
        # Not a fork of this process: one in which torch has computed may hang.
        with ProcessPoolExecutor(PROCESSES, start_context(), initializer=prepare) as pool:
            running = {number: pool.submit(fate, *work[number]) for number in rest}
        fates |= {n: one.result() for n, one in running.items() if one.exception() is None}
        for number in [number for number in rest if number not in fates][:PROCESSES]:
            # The process fell over one of these; alone, it is known which.
            with ProcessPoolExecutor(1, start_context(), initializer=prepare) as pool:
                alone = pool.submit(fate, *work[number])
            fates[number] = Fate.KILLED if alone.exception() else alone.result()
    return [fates[number] for number in range(len(work))]


def fate(cell: AnswerCell, source: str) -> Fate:
    """Check one mutant as the notebook would."""
    _load_optimizers()
    try:
        answer = cell.load(source)
    except Exception:
        return Fate.INVALID
    try:
        with _time_limit(SECONDS):
            passed = ITEMS[cell.item].verdict(answer).passed
    except KeyboardInterrupt:
        return Fate.KILLED
    return Fate.SURVIVED if passed else Fate.KILLED


@functools.cache
def _load_optimizers() -> None:
    """Make an optimizer: for the first, torch loads its compiler. No mutant has cost that time."""
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the main thread when the time is up, as the Stop button of a notebook does."""
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def change_of(cell: AnswerCell, source: str) -> Change:
    """The lines in which a mutant differs, each side in one line."""
    lines = list(difflib.ndiff(cell.source.splitlines(), source.splitlines()))
    was, now = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return Change(cell.item, was, now)


def table(tallies: list[Tally]) -> str:
    """The counts of all items, and their sum."""
    total = Tally(
        "all",
        sum(one.killed for one in tallies),
        sum((one.equivalent for one in tallies), ()),
        sum((one.survivors for one in tallies), ()),
    )
    head = ("mutants", "killed", "equivalent", "survived", "kill rate")
    lines = [f"{'item':<26}" + "".join(f"{name:>12}" for name in head)]
    for one in [*tallies, total]:
        counts = (one.mutants, one.killed, len(one.equivalent), len(one.survivors))
        numbers = "".join(f"{count:>12,}" for count in counts)
        lines.append(f"{one.item:<26}{numbers}{one.rate:>12.1%}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
