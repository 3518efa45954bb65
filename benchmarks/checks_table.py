"""Measure all checks and write the table of docs/checks.md.

    python -m benchmarks checks-table [--seeds N] [ITEM …]

runs the catalogue of answers against our checks and the published ones, right answers under many
seeds, and all mutants. About an hour on two cores; with ``--seeds 100`` a few minutes. Where items
are named, their rows are printed and the page stays as it is.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from benchmarks.catalogue import ITEMS, answers
from benchmarks.pages import DOCS, markdown, put
from benchmarks.trust import mutation, published, soundness
from benchmarks.trust.answer_cells import answer_cells

PAGE = DOCS / "checks.md"
COLUMNS = [
    "item",
    "right answers",
    "wrong answers",
    "noticed by the published checks",
    "noticed by ours",
    "cause named",
    "right work refused",
    "mutants noticed",
    "of",
]


@dataclass(frozen=True)
class Wrong:
    """What an item's check says of the wrong answers of the catalogue."""

    count: int
    noticed: int
    named: int


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("items", nargs="*", metavar="ITEM", help="all, if none is named")
    parser.add_argument("--seeds", type=int, help="seeds of each item, as in soundness")
    options = parser.parse_args(arguments)
    if unknown := set(options.items) - set(answer_cells()):
        parser.error(f"there is no graded item {', '.join(sorted(unknown))}")
    names = options.items or list(answer_cells())
    lines = rows(
        {name: wrong_answers(name) for name in names},
        published.run(names),
        list(soundness.run(names, options.seeds)),
        list(mutation.run([answer_cells()[name] for name in names], mutation.read_reasons())),
    )
    table = markdown(COLUMNS, lines)
    print(table)
    if not options.items:
        put(PAGE, checks=table)
    return 0


def wrong_answers(name: str) -> Wrong:
    """Put the wrong answers of an item to its check."""
    verdicts = [
        ITEMS[name].verdict(answer.load())
        for answer in answers("wrong_")
        if answer.item.name == name
    ]
    failures = [verdict.first_failure[1] for verdict in verdicts if not verdict.passed]
    named = sum(bool(one.finding and one.finding.likely) for one in failures)
    return Wrong(len(verdicts), len(failures), named)


def rows(
    wrong: dict[str, Wrong],
    baselines: list[published.Tally],
    runs: list[soundness.Tally],
    mutants: list[mutation.Tally],
) -> list[list[str]]:
    """The table's rows, one for each item, and their sums."""
    baseline = {tally.item: tally for tally in baselines}
    lines = []
    for tally, mutated in zip(runs, mutants, strict=True):
        of_item = wrong[tally.item]
        old = baseline.get(tally.item)
        lines.append(
            [
                f"`{tally.item}`",
                f"{tally.answers}",
                f"{of_item.count}",
                f"{old.noticed}" if old else "–",
                f"{of_item.noticed}",
                f"{of_item.named}",
                f"{len(tally.failures)} of {2 * tally.runs:,}",
                f"{mutated.killed}",
                f"{mutated.killed + len(mutated.survivors)}",
            ]
        )
    with_baseline = sum(wrong[name].count for name in baseline)
    noticed = sum(tally.noticed for tally in baselines)
    lines.append(
        [
            "all",
            f"{sum(tally.answers for tally in runs)}",
            f"{sum(one.count for one in wrong.values())}",
            f"{noticed} of {with_baseline}",
            f"{sum(one.noticed for one in wrong.values())}",
            f"{sum(one.named for one in wrong.values())}",
            f"{sum(len(t.failures) for t in runs)} of {sum(2 * t.runs for t in runs):,}",
            f"{sum(tally.killed for tally in mutants):,}",
            f"{sum(tally.killed + len(tally.survivors) for tally in mutants):,}",
        ]
    )
    return lines


if __name__ == "__main__":
    sys.exit(main())
