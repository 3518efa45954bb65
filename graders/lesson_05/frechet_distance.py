"""Exercise 5.2: the Fréchet distance of two sets of features."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from graders.core.aspect import Finding, Given, Place, Seen
from graders.core.values import Other, name_of, plain
from graders.instruments.calls import Call, LeavesInputs, exercise
from graders.lesson_05._numbers import is_number, number


def _cov(rows: Tensor, correction: int = 1) -> Tensor:
    centred = rows - rows.mean(dim=0)
    return centred.T @ centred / max(len(rows) - correction, 1)


def _root(matrix: Tensor) -> Tensor:
    """The symmetric root of a symmetric matrix without negative eigenvalues."""
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T


def _root_trace(a: Tensor, b: Tensor) -> Tensor:
    """tr (A B)^(1/2): the sum of the singular values of A^(1/2) B^(1/2)."""
    return torch.linalg.svdvals(_root(a) @ _root(b)).sum()


def _means(real: Tensor, fake: Tensor) -> Tensor:
    return (real.mean(dim=0) - fake.mean(dim=0)).square().sum()


def _frechet(real: Tensor, fake: Tensor) -> Tensor:
    return _with(real, fake, _cov(real), _cov(fake))


def _with(real: Tensor, fake: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """The distance with other matrices in the place of the covariances."""
    return _means(real, fake) + a.trace() + b.trace() - 2 * _root_trace(a, b)


def _spreads(real: Tensor, fake: Tensor) -> Tensor:
    """The covariances' part of the distance."""
    return _frechet(real, fake) - _means(real, fake)


def _traces(real: Tensor, fake: Tensor) -> Tensor:
    return _cov(real).trace() + _cov(fake).trace()


def _scale(real: Tensor, fake: Tensor) -> float:
    """What rounding errors of the distance are compared with."""
    return (_traces(real, fake) + _means(real, fake)).item()


def _product(real: Tensor, fake: Tensor) -> Tensor:
    return _cov(real) @ _cov(fake)


def _symmetric(matrix: Tensor) -> Tensor:
    return (matrix + matrix.T) / 2


def _cholesky(matrix: Tensor) -> Tensor:
    return torch.linalg.cholesky(matrix)


MISTAKES: tuple[tuple[str, Callable[[Tensor, Tensor], Tensor]], ...] = (
    ("the means are missing: |mu1 - mu2|^2", _spreads),
    ("the covariances play no part, only the means: are S1 and S2 those of two sets?", _means),
    ("the differences of the means are doubled, not squared: ** 2, not * 2",
     lambda r, f: 2 * (r.mean(0) - f.mean(0)).sum() + _spreads(r, f)),
    ("the differences of the means are added as they are: each is squared first",
     lambda r, f: (r.mean(0) - f.mean(0)).sum() + _spreads(r, f)),
    ("the sum of the differences of the means is squared: each is squared, then the sum",
     lambda r, f: (r.mean(0) - f.mean(0)).sum().square() + _spreads(r, f)),
    ("the absolute differences of the means are added; their squares are",
     lambda r, f: (r.mean(0) - f.mean(0)).abs().sum() + _spreads(r, f)),
    ("the means are added; their difference is asked for",
     lambda r, f: (r.mean(0) + f.mean(0)).square().sum() + _spreads(r, f)),
    ("sums over the rows stand where means belong",
     lambda r, f: (r.sum(0) - f.sum(0)).square().sum() + _spreads(r, f)),
    ("all elements of S1 and S2 are added; the trace adds those of the diagonal",
     lambda r, f: _frechet(r, f) - _traces(r, f) + _cov(r).sum() + _cov(f).sum()),
    ("the root of the sum of the eigenvalues; it is the sum of their roots",
     lambda r, f: _means(r, f) + _traces(r, f) - 2 * _product(r, f).trace().sqrt()),
    ("(P + P.T) / 2 is another matrix than P = S1 S2, with other eigenvalues: use eigvals of P, or "
     "the symmetric sqrt(S1) S2 sqrt(S1)",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * torch.linalg.eigvalsh(_symmetric(_product(r, f))).clamp(min=0).sqrt().sum()),
    ("|mu1 - mu2| is not squared", lambda r, f: _means(r, f).sqrt() + _spreads(r, f)),
    ("the factor 2 in front of the root is missing",
     lambda r, f: _frechet(r, f) + _root_trace(_cov(r), _cov(f))),
    ("the term with the root is missing", lambda r, f: _means(r, f) + _traces(r, f)),
    ("the term with the root is added; it is subtracted",
     lambda r, f: _means(r, f) + _traces(r, f) + 2 * _root_trace(_cov(r), _cov(f))),
    ("tr S2 is missing", lambda r, f: _frechet(r, f) - _cov(f).trace()),
    ("tr S1 is missing", lambda r, f: _frechet(r, f) - _cov(r).trace()),
    ("the product S1 S2 stands without its root",
     lambda r, f: _means(r, f) + _traces(r, f) - 2 * _product(r, f).trace()),
    ("the root of a matrix is not the root of each element: take the roots of the eigenvalues "
     "of S1 S2",
     lambda r, f: _means(r, f) + _traces(r, f) - 2 * _product(r, f).diag().clamp(min=0)
     .sqrt().sum()),
    ("only the variances count, not the covariances: the product is that of whole matrices, "
     "S1 @ S2",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * (_cov(r).diag() * _cov(f).diag()).sqrt().sum()),
    ("S1 * S2 multiplies element by element; the matrix product is S1 @ S2",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * torch.linalg.eigvals(_cov(r) * _cov(f)).real.clamp(min=0).sqrt().sum()),
    ("those are the singular values of S1 S2, which is not symmetric; its eigenvalues are needed",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * torch.linalg.svdvals(_product(r, f)).sqrt().sum()),
    ("eigvalsh and eigh take the matrix for symmetric, and S1 S2 is not: use eigvals, or the "
     "symmetric sqrt(S1) S2 sqrt(S1)",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * torch.linalg.eigvalsh(_product(r, f)).clamp(min=0).sqrt().sum()),
    ("eigvalsh and eigh take the matrix for symmetric, and S1 S2 is not: use eigvals, or the "
     "symmetric sqrt(S1) S2 sqrt(S1)",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * torch.linalg.eigvalsh(_product(r, f)).abs().sqrt().sum()),
    ("the trace of the product of two roots is not the trace of the root of the product: the "
     "matrices do not commute",
     lambda r, f: _means(r, f) + _traces(r, f) - 2 * (_root(_cov(r)) @ _root(_cov(f))).trace()),
    ("a Cholesky factor is not the symmetric root of a matrix",
     lambda r, f: _means(r, f) + _traces(r, f)
     - 2 * (_cholesky(_cov(r)) @ _cholesky(_cov(f))).trace()),
    ("the covariances are divided by n; by n - 1 here, as torch.cov does by itself",
     lambda r, f: _with(r, f, _cov(r, 0), _cov(f, 0))),
    ("the covariances are not divided by n - 1",
     lambda r, f: _with(r, f, _cov(r) * (len(r) - 1), _cov(f) * (len(f) - 1))),
    ("the rows are not centred: subtract the mean before the product",
     lambda r, f: _with(r, f, r.T @ r / (len(r) - 1), f.T @ f / (len(f) - 1))),
    ("the rows are not centred: subtract the mean before the product",
     lambda r, f: _with(r, f, r.T @ r / len(r), f.T @ f / len(f))),
    ("torch.corrcoef divides by the standard deviations; the covariance is torch.cov",
     lambda r, f: _with(r, f, torch.corrcoef(r.T), torch.corrcoef(f.T))),
    ("the mean is taken over everything; each feature has its own: mean(dim=0)",
     lambda r, f: (r.mean() - f.mean()) ** 2 + _spreads(r, f)),
    ("the mean is taken along each sample, not over the samples: mean(dim=0)",
     lambda r, f: (r.mean(1) - f.mean(1)).square().sum() + _spreads(r, f)),
    ("the squared differences of the means are averaged; they are summed",
     lambda r, f: _means(r, f) / r.shape[1] + _spreads(r, f)),
    ("everything is divided by the number of features", lambda r, f: _frechet(r, f) / r.shape[1]),
    ("the root is taken of the whole; the formula is the squared distance, as it is",
     lambda r, f: _frechet(r, f).sqrt()),
    ("the sign is turned", lambda r, f: -_frechet(r, f)),
    ("the features are scaled to standard deviation 1; take them as they are",
     lambda r, f: _frechet(r / r.std(dim=0), f / f.std(dim=0))),
    ("the features are scaled by those of the reals; take them as they are",
     lambda r, f: _frechet((r - r.mean(0)) / r.std(0), (f - r.mean(0)) / r.std(0))),
    ("that is the distance of the Frobenius norms; the formula has traces",
     lambda r, f: _means(r, f) + (_cov(r) - _cov(f)).square().sum()),
)  # fmt: skip

NOT_TRANSPOSED: tuple[str, Callable[[Tensor, Tensor], Tensor]] = (
    "torch.cov takes each row for a feature, and here each column is one: transpose",
    lambda r, f: _with(r, f, _cov(r.T), _cov(f.T)),
)

TRANSPOSED = (
    "features are columns, samples are rows: means over dim 0, and torch.cov of the transpose"
)

NEGATIVE_ROOT = (
    "the root of a negative number. An element of S1 S2 may be negative; its eigenvalues are not: "
    "take their roots"
)

SINGULAR_ROOT = (
    "S1 S2 has eigenvalues of 0 here. Rounding makes some of them negative: clamp(min=0) before "
    "sqrt, or take .real of complex roots. An iteration for the root may diverge, and there is no "
    "inverse"
)

SINGULAR = (
    "with fewer samples than features S1 S2 has no inverse; an iteration for its root (Newton's, "
    "for instance) may not converge"
)


@dataclass
class FrechetAspect(Call):
    """An aspect of two sets of normally distributed features.

    Attributes:
        sizes: Samples in the first set, in the second, and features.
        fake_is: ``"other"``; or ``"shifted"``: the reals moved; ``"same"``: the reals themselves.
        tolerance: Relative to the two traces. Students may compute in float32: there, an eigenvalue
            that should be 0 comes out as large as 1e-7, and its root as 3e-4.
    """

    title: str
    sizes: tuple[int, int, int]
    fake_is: str = "other"
    dtype: torch.dtype = torch.float32
    tolerance: float = 1e-3
    rule: bool = False
    essential: bool = False

    causes = (("must match the size", TRANSPOSED), ("shapes cannot be multiplied", TRANSPOSED))

    def given(self, rng: torch.Generator) -> Given:
        n, m, f = self.sizes
        mix = torch.eye(f) + 0.4 * torch.randn(f, f, generator=rng)
        other = torch.eye(f) + 0.4 * torch.randn(f, f, generator=rng)
        real = torch.randn(n, f, generator=rng) @ mix + 1
        shift = torch.linspace(-1.5, 2.0, f)
        fake = {
            "other": 1.3 * torch.randn(m, f, generator=rng) @ other + 1 + shift,
            "shifted": real + shift,
            "same": real.clone(),
        }[self.fake_is]
        return {"real_features": real.to(self.dtype), "fake_features": fake.to(self.dtype)}


class Frechet(FrechetAspect):
    """Their distance."""

    call = "frechet_distance(real_features, fake_features)"
    names = ("real_features", "fake_features")

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        real, fake = (given[name].double() for name in self.names)
        result = number(seen["result"])
        if not is_number(result):
            return Finding("one number", name_of(result), _cause_of_no_number(result))
        want, scale = _frechet(real, fake).item(), _scale(real, fake)
        expected = {
            "other": "the Fréchet distance of the two sets",
            "shifted": "the squared length of the shift: the covariances are equal",
            "same": "0, apart from rounding",
        }[self.fake_is]
        if result != result:
            likely: str | None = SINGULAR_ROOT if self.is_singular else NEGATIVE_ROOT
            return Finding(expected, "nan, which is not a number", likely)
        if abs(result - want) > self.tolerance * scale:
            if self.fake_is != "same":
                expected = f"{expected}: {want:.4g}"
            likely = self._likely(real, fake, result, scale)
            if likely is None and self.is_singular:
                likely = SINGULAR
            return Finding(expected, f"{result:.4g}", likely)
        return None

    @property
    def is_singular(self) -> bool:
        """Whether a covariance has eigenvalues of 0."""
        n, m, f = self.sizes
        return min(n, m) <= f

    def _likely(self, real: Tensor, fake: Tensor, result: float, scale: float) -> str | None:
        """The mistake that comes nearest to the result, if one comes near enough."""
        least, why = min((_away(formula, real, fake, result), why) for why, formula in MISTAKES)
        # Nearer than a right answer has to come: a false cause is worse than none.
        near = self.tolerance * scale / (1 if self.is_singular else 10)
        best = why if least < near else None
        if best is None and _away(NOT_TRANSPOSED[1], real, fake, result) < self.tolerance * scale:
            best = NOT_TRANSPOSED[0]  # its matrices are singular, whatever the sizes
        want = _frechet(real, fake).item()
        if best is None and result == round(result) and abs(result - want) < 1:
            return "the distance is rounded to a whole number; return it as it is"
        return best


def _away(
    formula: Callable[[Tensor, Tensor], Tensor], real: Tensor, fake: Tensor, result: float
) -> float:
    """How far a formula's value is from the result; infinitely, where it has none."""
    try:
        away = abs(formula(real, fake).item() - result)
    except RuntimeError:  # only some shapes and matrices allow it
        return math.inf
    return math.inf if math.isnan(away) else away


def _cause_of_no_number(result: Any) -> str | None:
    if result is None:
        return "a forgotten return"
    if isinstance(result, Other) and "complex" in result.type_name:
        return "eigvals returns complex numbers: take .real of the sum of the roots"
    if isinstance(result, str):
        return "a text is no number: return the number itself"
    if isinstance(result, Tensor) and result.numel() == 1:
        return (
            "it has dimensions of length 1: a number without a shape is asked for, as .item() gives"
        )
    if isinstance(result, Tensor):
        return "one number is asked for: squared length of the means' difference, traces, sums"
    return None


class FrechetSymmetry(FrechetAspect):
    """The order of the two sets makes no difference."""

    call = "[frechet_distance(*pair) for pair in pairs]"
    names = ("pairs",)

    def example(self, given: Given) -> tuple[Any, ...]:
        real, fake = given["real_features"], given["fake_features"]
        return ([(real.clone(), fake.clone()), (fake.clone(), real.clone())],)

    def observe(self, answer: Any, given: Given) -> Seen:
        (pairs,) = self.example(given)
        return {"results": [plain(answer(*pair)) for pair in pairs]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        there, back = results = [number(result) for result in seen["results"]]
        for result in results:
            if not is_number(result):
                return Finding("one number", name_of(result), _cause_of_no_number(result))
        scale = _scale(given["real_features"], given["fake_features"])
        if not abs(there - back) <= self.tolerance * scale:
            return Finding("the same distance there and back", f"{there:.4g} and {back:.4g}")
        return None


item = exercise(
    "5.2",
    "frechet_distance(real_features, fake_features)",
    Frechet("two sets of 12 samples, 4 features", (12, 12, 4), essential=True),
    Frechet("the same spread, another place", (40, 40, 3), "shifted"),
    Frechet("sets of different sizes, 30 and 9 samples", (30, 9, 5)),
    # Whoever always returns 0 is right here, and wherever two results are compared.
    Frechet("a set and itself", (20, 20, 4), "same", tolerance=2e-3, rule=True),
    Frechet("double precision", (25, 14, 6), dtype=torch.float64),
    Frechet("fewer samples than features, 5 and 4 for 7", (5, 4, 7), tolerance=1e-2),
    Frechet("fewer samples than features, and a set with itself", (4, 4, 8), "same",
            tolerance=1e-2, rule=True),
    FrechetSymmetry("there and back", (30, 15, 6), rule=True),
    LeavesInputs(
        Frechet("", (12, 12, 4)),
        "the features stay as they are",
        Finding(
            "the features unchanged",
            "other values",
            "an operation in place (-=, sub_, …) has changed the caller's features",
        ),
    ),
    see=(
        ("transpose", "hint 1"),
        ("element by element", "hint 1"),
        ("eigenvalue", Place("The root of a matrix, without taking it", "trick")),
        ("root", Place("The root of a matrix, without taking it", "trick")),
        ("trace", "hint 2"),
        ("squared", "hint 2"),
        ("mean", "hint 1"),
    ),
)  # fmt: skip
