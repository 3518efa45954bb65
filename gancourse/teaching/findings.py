"""What is found about a class: its exercises, the causes of mistakes in them, answers alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean

EXAMPLES = 2
"""How many answers are shown for a cause."""

LONGEST_EXAMPLE = 600
"""Characters of an answer that is shown."""

BINS = 10
"""How many ranges of points are told apart."""


@dataclass
class Cause:
    """One misconception, as those who have it were told.

    Attributes:
        words: How often it was said, by its words; they differ in numbers and names only.
        sees: How often the lesson's places were named that speak of it.
        students: How many were told of it.
        examples: Answers that have it; short ones first.
        named: Whether it is a cause; else only what was looked at is known.
    """

    words: Counter[str] = field(default_factory=Counter)
    sees: Counter[str] = field(default_factory=Counter)
    students: int = 0
    examples: list[str] = field(default_factory=list)
    named: bool = True

    @property
    def text(self) -> str:
        """The words that were said most."""
        return self.words.most_common(1)[0][0]

    @property
    def see(self) -> str:
        """Where the lesson speaks of it; empty if unknown."""
        return self.sees.most_common(1)[0][0] if self.sees else ""

    def add(self, words: str, see: str, answer: str) -> None:
        """Count one more student."""
        self.students += 1
        self.words[words] += 1
        if see:
            self.sees[see] += 1
        example = answer[:LONGEST_EXAMPLE]
        if example and example not in self.examples:
            self.examples = sorted([*self.examples, example], key=len)[:EXAMPLES]


@dataclass
class ItemReport:
    """One exercise, and how the class did.

    Attributes:
        grade_id: Of the cell that brings the points.
        answer: The grade id of the answer's cell.
        heading: The exercise's heading in the lesson.
        max_points: What it can earn.
        points: What each earned, without those whom a person has still to mark.
        untouched: How many left it as it was handed out.
        by_hand: How many wait for a person.
        causes: The misconceptions, by what does not differ between students.
    """

    grade_id: str
    answer: str
    heading: str
    max_points: float
    points: list[float] = field(default_factory=list)
    untouched: int = 0
    by_hand: int = 0
    causes: dict[str, Cause] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.grade_id.removeprefix("check_")

    @property
    def by_check(self) -> bool:
        """Whether a check marks it, not a person."""
        return self.answer != self.grade_id

    @property
    def handed_in(self) -> int:
        """How many have handed in a lesson with this exercise."""
        return len(self.points) + self.by_hand

    @property
    def mean(self) -> float | None:
        """The mean of the points; None if nobody has any yet."""
        return fmean(self.points) if self.points else None

    @property
    def full(self) -> int:
        return sum(points >= self.max_points for points in self.points)

    @property
    def none(self) -> int:
        return sum(points == 0 for points in self.points)

    @property
    def commonest(self) -> list[Cause]:
        """The causes: named ones first, those of most students first."""
        return sorted(self.causes.values(), key=lambda one: (not one.named, -one.students))


@dataclass
class Alike:
    """An answer that several students have, or that is the course's own.

    Attributes:
        item: The exercise's name.
        students: Who has it: names for reading.
        right: Whether it earned full points.
        model: Whether it is the course's published solution.
        source: Its text, as one of them has it.
    """

    item: str
    students: list[str] = field(default_factory=list)
    right: bool = False
    model: bool = False
    source: str = ""


@dataclass
class LessonReport:
    """What a class did with one lesson.

    Attributes:
        lesson: The lesson's name.
        title: Its heading.
        max_points: What it can earn.
        points: What each student earned whose work is graded.
        items: The exercises, in order.
        alike: Answers that are the same; long ones first.
        notices: Students, and a fact about their code each.
        late: Students, and what is known of the time.
        missing: Students of the class's table of whom there is nothing.
        ungraded: Students whose work is there and has no marks.
        roster: Whether there is a table of the class, so that somebody can be missing.
    """

    lesson: str
    title: str
    max_points: float
    points: list[float] = field(default_factory=list)
    items: list[ItemReport] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    late: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    ungraded: list[str] = field(default_factory=list)
    roster: bool = False

    @property
    def mean(self) -> float:
        return fmean(self.points) if self.points else 0.0

    @property
    def waiting(self) -> int:
        """The most answers to one question that wait for a person."""
        return max((item.by_hand for item in self.items), default=0)

    @property
    def bins(self) -> list[tuple[str, int]]:
        """The distribution of points: ranges, and how many students are in each."""
        return distribution(self.points, self.max_points)


def distribution(points: list[float], most: float) -> list[tuple[str, int]]:
    """How many have how many points, in `BINS` equal ranges from 0 to ``most``.

    A range holds its lower end; the last one holds both.
    """
    width = (most or 1) / BINS
    counts = Counter(min(BINS - 1, int(one / width + 1e-9)) for one in points)
    return [(f"{n * width:g} to {(n + 1) * width:g}", counts[n]) for n in range(BINS)]
