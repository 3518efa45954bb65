"""Exercise 8.2: the gradient penalty on a critic's slope, between reals and fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Known, Place, Seen
from graders.core.errors import Causes
from graders.core.values import close, name_of, plain, spread
from graders.instruments.calls import Call, exercise, known_mistake
from graders.instruments.normal import CHANCE, normal_distance
from graders.instruments.on_device import OnDevice
from graders.instruments.seeds import seeded_anew, watched_seeds
from graders.lesson_08._critic import COLUMNS, Critic, elsewhere, inside, places, slopes, verdicts

Formula = Callable[[Tensor], Tensor]
"""From the slopes at the points, (n, COLUMNS), to one number."""

MISTAKES: tuple[tuple[str, Formula], ...] = (
    ("the slope is squared without its root: 1 is subtracted from the norm",
     lambda s: (s.square().sum(1) - 1).square().mean()),
    ("only slopes above 1 are punished; those below 1 count too",
     lambda s: (s.norm(dim=1) - 1).clamp(min=0).square().mean()),
    ("the 1 is missing: that pulls the slope to 0, as R1 does",
     lambda s: s.norm(dim=1).square().mean()),
    ("the 1 is missing: that pulls the slope to 0, as R1 does", lambda s: s.norm(dim=1).mean()),
    ("the distance from 1 is not squared", lambda s: (s.norm(dim=1) - 1).abs().mean()),
    ("the distance from 1 is not squared", lambda s: (s.norm(dim=1) - 1).mean()),
    ("one norm is taken of all rows together; each point has its own: norm(dim=1)",
     lambda s: (s.norm() - 1).square()),
    ("the norm is taken down the columns; each point has its own: norm(dim=1)",
     lambda s: (s.norm(dim=0) - 1).square().mean()),
    ("1 is subtracted from each component, before the norm",
     lambda s: (s - 1).norm(dim=1).square().mean()),
    ("1 is subtracted from each component, not from the norm", lambda s: (s - 1).square().mean()),
    ("the components are added up, which is no norm: square, sum, root",
     lambda s: (s.sum(1) - 1).square().mean()),
    ("the absolute components are added up; the norm is the root of the sum of squares",
     lambda s: (s.abs().sum(1) - 1).square().mean()),
    ("the largest component is taken; the norm is the root of the sum of squares",
     lambda s: (s.abs().max(1).values - 1).square().mean()),
    ("the squares are averaged, not added up, under the root",
     lambda s: (s.square().mean(1).sqrt() - 1).square().mean()),
    ("the sum over the points; their mean is asked for",
     lambda s: (s.norm(dim=1) - 1).square().sum()),
    ("the mean slope is compared with 1; each point's own is, then the mean",
     lambda s: (s.norm(dim=1).mean() - 1).square()),
    ("the factor 10 belongs to the loss, not into the penalty",
     lambda s: 10 * (s.norm(dim=1) - 1).square().mean()),
    ("halved; the mean alone is asked for", lambda s: (s.norm(dim=1) - 1).square().mean() / 2),
    ("the sign is turned: the loss is to grow with it",
     lambda s: -(s.norm(dim=1) - 1).square().mean()),
    ("the slope is that of the mean verdict, and n times too small: sum the verdicts before grad",
     lambda s: (s.norm(dim=1) / len(s) - 1).square().mean()),
    ("the largest of all is taken; their mean is asked for",
     lambda s: (s.norm(dim=1) - 1).square().max()),
    ("the root of the mean; the mean of the squares is asked for",
     lambda s: (s.norm(dim=1) - 1).square().mean().sqrt()),
)  # fmt: skip

CAUSES: Causes = (
    ("grad can be implicitly created only for scalar outputs",
     "the slope is taken of one number: critic(points).sum()"),
    ("does not require grad",
     "nothing asks for a slope at the points: .requires_grad_() is missing, or no_grad() cuts it"),
    ("to not have been used in the graph",
     "the verdict has to be that of the very points whose slope is asked for"),
    ("'tuple' object has no attribute",
     "torch.autograd.grad gives a tuple, even of one: (slope,) = torch.autograd.grad(…)"),
    ("must be Tensor, not tuple",
     "torch.autograd.grad gives a tuple, even of one: (slope,) = torch.autograd.grad(…)"),
    ("for -: 'tuple'",
     "torch.autograd.grad gives a tuple, even of one: (slope,) = torch.autograd.grad(…)"),
    ("'NoneType' object has no attribute",
     "backward() writes into .grad of leaves only; torch.autograd.grad returns the slope"),
    ("must match the size of tensor",
     "one factor for each row, of shape (n, 1), fits all columns"),
    ("flags of leaf variables",
     "the points come with a history already: .detach() first, then .requires_grad_()"),
)  # fmt: skip

HISTORY = (
    "the penalty has no way back to the critic's weights: create_graph=True keeps it, detach(), "
    "no_grad() and .item() cut it off"
)


@dataclass
class Penalty(Call):
    """One call on a critic that keeps what it was called on.

    Attributes:
        n: How many reals and fakes there are.
    """

    title: str
    n: int
    weight: int = 1
    essential: bool = False
    rule: bool = False

    call = "slope_penalty(critic, real, fake)"
    names = ("critic", "real", "fake")
    causes = CAUSES
    chance = 0.0  # every choice of points between reals and fakes is judged by itself

    def given(self, rng: torch.Generator) -> Given:
        # Slopes on both sides of 1, and reals that no fake is near to.
        weight = 0.2 + torch.rand(COLUMNS, generator=rng)
        real = torch.randn(self.n, COLUMNS, generator=rng) + 0.7
        return {
            "weight": weight,
            "real": real,
            "fake": torch.rand(self.n, COLUMNS, generator=rng) - 1.4,
        }

    def example(self, given: Given) -> tuple[Any, ...]:
        return Critic(given["weight"]), given["real"].clone(), given["fake"].clone()

    def observe(self, answer: Any, given: Given) -> Seen:
        critic, real, fake = self.example(given)
        penalty = answer(critic, real, fake)
        slope = None
        if isinstance(penalty, Tensor) and penalty.numel() == 1 and penalty.requires_grad:
            (slope,) = torch.autograd.grad(penalty.sum(), critic.weight, allow_unused=True)
        return {"penalty": plain(penalty), "points": plain(critic.points()), "slope": plain(slope)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        penalty, points = seen["penalty"], seen["points"]
        expected = "a tensor with one number: the mean of (slope - 1)^2 at the points"
        if not isinstance(penalty, Tensor) or penalty.numel() != 1 or penalty.is_complex():
            likely = None
            if penalty is None:
                likely = "the penalty is computed but not returned"
            elif isinstance(penalty, float | int):
                likely = HISTORY
            elif isinstance(penalty, Tensor):
                likely = "those are the penalties of all points: their mean is asked for"
            return Finding(expected, name_of(penalty), likely)
        if not isinstance(points, Tensor):
            return Finding(expected, "a number for which critic was not called")
        penalty, slope = penalty.reshape(()).double(), slopes(given["weight"], points).double()
        want = (slope.norm(dim=1) - 1).square().mean()
        if close(penalty, want):
            return None
        likely = known_mistake(MISTAKES, lambda formula: close(penalty, formula(slope)))
        verdict = verdicts(given["weight"], points).double()
        if close(penalty, (verdict - 1).square().mean()):
            likely = Known(
                "the verdict is taken for its slope: torch.autograd.grad gives the slope"
            )
        return Finding(f"{expected}, {want.item():.4g}", spread(penalty), likely)


class History(Penalty):
    """The critic learns from the penalty: it has to lead back to the weights."""

    chance = 0.0

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        points, slope = seen["points"], seen["slope"]
        expected = "a penalty that pulls at the critic's weights"
        if not isinstance(slope, Tensor) or not isinstance(points, Tensor):
            return Finding(expected, "a number without a history", HISTORY)
        weight = given["weight"].double().requires_grad_()
        norms = slopes(weight, points.double()).norm(dim=1)
        (want,) = torch.autograd.grad((norms - 1).square().mean(), weight)
        if close(slope.double(), want):
            return None
        return Finding(
            expected,
            "another pull",
            "part of the way to the weights is cut off: create_graph=True, and no detach() behind "
            "it",
        )


class Between(Penalty):
    """Each point lies between its real and its fake, at a place of its own."""

    call = "slope_penalty(critic, real, fake), critic.points(), critic.places(real, fake)"
    chance = 0.0

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        real, fake, points = given["real"], given["fake"], seen["points"]
        expected = f"critic called on {self.n} points, the i-th between real[i] and fake[i]"
        if not isinstance(points, Tensor):
            return Finding(expected, "no call of critic")
        if len(points) != self.n:
            likely = None
            if len(points) == 2 * self.n:
                likely = "the slope is asked for at the points between alone, not at reals or fakes"
            return Finding(expected, f"points of shape {tuple(points.shape)}", likely)
        if close(points, real):
            return Finding(expected, "the reals", "R1 looks there; t * real is one part of two")
        if close(points, fake):
            return Finding(expected, "the fakes", "(1 - t) * fake is one part of two")
        t = places(real, fake, points)
        if t is not None and inside(t):
            return None
        return Finding(expected, *elsewhere(real, fake, points, t))


class DrawnAnew(Penalty):
    """One factor for each row, uniform in [0, 1], other ones in each call."""

    call = "slope_penalty(critic, real, fake), critic.places(real, fake)"
    chance = CHANCE

    def observe(self, answer: Any, given: Given) -> Seen:
        drawn = []
        with watched_seeds() as seeded:
            for _ in range(2):
                critic, real, fake = self.example(given)
                answer(critic, real, fake)
                drawn.append(plain(critic.points()))
        return {"drawn": drawn, "seeded": seeded}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "one t for each row, uniform between 0 and 1, drawn anew in each call"
        first, second = seen["drawn"]
        t = places(given["real"], given["fake"], first) if isinstance(first, Tensor) else None
        if t is None or not inside(t):
            return Finding(expected, "points that do not lie between real[i] and fake[i]")
        if float(t.max() - t.min()) < 1e-3:
            return Finding(
                expected,
                f"t: {spread(t)}",
                "one t serves the whole batch; torch.rand(n, 1) draws one for each row",
            )
        if torch.equal(first, second):
            return Finding(
                expected, "the same t twice", "t is drawn once, outside, or a seed is set inside"
            )
        # The distance stays the same when both distributions are bent alike: here, to normal ones.
        distance, bound = normal_distance(torch.special.ndtri(t))
        if distance > bound or _few_values(t):
            return Finding(expected, f"t: {spread(t)}", _cause_of_draw(t))
        return seeded_anew(seen["seeded"])


def _few_values(t: Tensor) -> bool:
    """Whether most values come again to four digits: by chance that never happens to 512 of them.

    It has the chance C(10001, 128) (128 / 10001)^512 < exp(686 - 2231) at most.
    """
    return len(t.round(decimals=4).unique()) < len(t) // 4


def _cause_of_draw(t: Tensor) -> str | None:
    if bool(((t < 1e-3) | (t > 1 - 1e-3)).all()):
        return "t is 0 or 1: torch.randint and bernoulli know nothing between; torch.rand does"
    if _few_values(t):
        return "t takes few values only: torch.rand draws from all between 0 and 1"
    return "torch.rand draws uniformly; is t squared, squeezed or of another distribution?"


class LeavesAlone(Penalty):
    """Nothing else changes: weights, gradients, the mode, the batches."""

    chance = 0.0

    def example(self, given: Given) -> tuple[Any, ...]:
        critic, real, fake = super().example(given)
        critic.weight.grad = torch.ones_like(critic.weight)
        return critic, real, fake

    def observe(self, answer: Any, given: Given) -> Seen:
        critic, real, fake = self.example(given)
        answer(critic, real, fake)
        return {
            "weight": plain(critic.weight),
            "gradient": plain(critic.weight.grad),
            "frozen": not critic.weight.requires_grad,
            "evaluating": not critic.training,
            "batches": plain([real, fake]),
            "asking": real.requires_grad or fake.requires_grad,
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        found = next(_changes(seen, given), None)
        return found and Finding("critic, real and fake as they were", *found)


def _changes(seen: Seen, given: Given) -> Iterator[tuple[str, str]]:
    """What is other than before the call, and why."""
    if not torch.equal(seen["weight"], given["weight"]):
        yield "other weights in critic", "an optimizer steps, or weights are set, inside"
    if not close(seen["gradient"], torch.ones(COLUMNS)):
        yield (
            "other gradients in critic",
            "backward() or zero_grad() is called inside: torch.autograd.grad leaves .grad alone",
        )
    if seen["frozen"]:
        yield "requires_grad of critic switched off", "a frozen critic learns nothing"
    if seen["evaluating"]:
        yield "critic in evaluation mode", ".eval() is called inside the function"
    if seen["asking"]:
        yield (
            "real or fake with requires_grad",
            "requires_grad_() belongs to the points between, not to the caller's batches",
        )
    for name, batch in zip(("real", "fake"), seen["batches"], strict=True):
        if not torch.equal(batch, given[name]):
            yield f"another batch in {name}", "an operation in place changes the caller's batch"


item = exercise(
    "8.2",
    "slope_penalty(critic, real, fake)",
    Penalty("the mean of (slope - 1)^2", 6, essential=True),
    History("the critic can learn from it", 5, essential=True),
    Between("the points lie between real and fake", 7),
    DrawnAnew("one t for each row, drawn anew", 512),
    Penalty("a single pair", 1),
    LeavesAlone("it changes nothing: critic, real, fake", 5, rule=True),
    OnDevice(Penalty("", 5), "t is drawn on the processor: device=real.device"),
    see=(
        ("tuple", "hint 2"),
        ("requires_grad_()", "hint 2"),
        ("torch.autograd.grad", "hint 1"),
        ("torch.rand", "hint 2"),
        ("create_graph", "hint 2"),
        ("norm", "hint 1"),
        ("shape (n, 1)", "hint 2"),
        ("one t", "hint 2"),
        ("sum", "hint 2"),
        ("R1", Place("A leash for the critic", "leash")),
    ),
    graded=False,
)
