"""The scores of generated digits: from features or class probabilities to a number.

`ganlab.measure` makes features and probabilities of images, and reports all scores at once.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

__all__ = [
    "classifier_score",
    "density_coverage",
    "frechet_distance",
    "label_divergence",
    "modes",
    "precision_recall",
]

CLASSES = 10
MODE_SHARE = 0.01  # a class counts as drawn from this share of the images on
CHUNK = 500  # rows of a table of distances at a time


def frechet_distance(real_features: Tensor, fake_features: Tensor) -> float:
    """Return the Fréchet distance of two sets of features, each taken as a normal distribution.

    ``|mu1 - mu2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2))`` with covariances over n - 1, in float64
    (Heusel et al. 2017, arXiv:1706.08500). 0 for equal sets. Few samples make it too large.

    Written out here because torchmetrics' version needs seconds to import and hides its formula
    behind a class; the tests compare the two. The trace of the root is the sum of the singular
    values of ``S1^(1/2) S2^(1/2)``: exact for singular covariances too, and never complex.

    Args:
        real_features: (n, F), n at least 2.
        fake_features: (m, F), m at least 2.

    Raises:
        ValueError: shapes that do not match, too few rows, or values that are not finite.
    """
    real, fake = _feature_pair(real_features, fake_features, least=2)
    real_cov, fake_cov = _covariance(real), _covariance(fake)
    means = (real.mean(0) - fake.mean(0)).square().sum()
    root_trace = torch.linalg.svdvals(_root(real_cov) @ _root(fake_cov)).sum()
    distance = means + real_cov.trace() + fake_cov.trace() - 2 * root_trace
    return max(distance.item(), 0.0)  # below 0 only by rounding


def _covariance(rows: Tensor) -> Tensor:
    centred = rows - rows.mean(0)
    return centred.T @ centred / (len(rows) - 1)


def _root(covariance: Tensor) -> Tensor:
    """Return the symmetric square root of a symmetric matrix without negative eigenvalues."""
    values, vectors = torch.linalg.eigh(covariance)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T


def classifier_score(probabilities: Tensor) -> float:
    """Return ``exp(mean KL(p(y|x) || p(y)))``, 1 to 10: are digits clear, and all classes there?

    It is the Inception score (Salimans et al. 2016, arXiv:1606.03498) with a digit classifier. Ten
    images, one of each class, repeated for ever, score 10.

    Args:
        probabilities: (n, 10) from `class_probabilities`.
    """
    p = _checked_probabilities(probabilities)
    divergence = torch.xlogy(p, p).sum(1).mean() - torch.xlogy(p.mean(0), p.mean(0)).sum()
    return divergence.exp().item()


def label_divergence(probabilities: Tensor) -> float:
    """Return ``KL(q || uniform)`` in nats, q the shares of the ten classes among the images.

    0 if all ten are equally frequent, ln 10 = 2.30 if there is one class only. Each image counts
    for its most probable class.

    Args:
        probabilities: (n, 10) from `class_probabilities`.
    """
    shares = _class_shares(probabilities)
    return max(math.log(CLASSES) + torch.xlogy(shares, shares).sum().item(), 0.0)


def modes(probabilities: Tensor) -> int:
    """Return how many of the ten classes have at least 1 % of the images: 0 to 10.

    Args:
        probabilities: (n, 10) from `class_probabilities`.
    """
    return int((_class_shares(probabilities) >= MODE_SHARE).sum())


def precision_recall(
    real_features: Tensor, fake_features: Tensor, k: int = 3
) -> tuple[float, float]:
    """Return improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991).

    Around each point of a set lies a ball that reaches to its k-th nearest neighbour in that set.
    Precision: the share of fakes within some real ball. Recall: the share of reals within some fake
    ball. Give as many of one as of the other: both figures depend on the numbers.

    Args:
        real_features: (n, F).
        fake_features: (m, F).
        k: which neighbour; less than n and m.
    """
    real, fake = _feature_pair(real_features, fake_features, least=k + 1)
    precision = _inside(fake, real, _ball_radii(real, k)).any(1)
    recall = _inside(real, fake, _ball_radii(fake, k)).any(1)
    return precision.double().mean().item(), recall.double().mean().item()


def density_coverage(
    real_features: Tensor, fake_features: Tensor, k: int = 5
) -> tuple[float, float]:
    """Return density and coverage (Naeem et al. 2020, arXiv:2002.09797).

    Both use balls around the reals only, so that one outlying fake spoils nothing. Density: in how
    many real balls a fake lies, divided by k; it may exceed 1. Coverage: the share of real balls
    that hold a fake. For two samples of one distribution, equally many, density is 1 and coverage
    close to ``1 - 2^-k``, 0.97 for 5.

    Args:
        real_features: (n, F).
        fake_features: (m, F).
        k: which neighbour a ball reaches to; less than n.
    """
    real, fake = _feature_pair(real_features, fake_features, least=1)
    inside = _inside(fake, real, _ball_radii(real, k))
    return inside.sum().item() / (k * len(fake)), inside.any(0).double().mean().item()


def _ball_radii(points: Tensor, k: int) -> Tensor:
    """Return the distance of each point (n, F) to its k-th nearest other point: (n,)."""
    if not 1 <= k < len(points):
        raise ValueError(f"k is {k}; with {len(points)} samples, give 1 to {len(points) - 1}.")
    # the nearest of all is the point itself, at distance 0
    return torch.cat([_distances(rows, points).kthvalue(k + 1)[0] for rows in points.split(CHUNK)])


def _inside(points: Tensor, centres: Tensor, radii: Tensor) -> Tensor:
    """Say which points (m, F) lie in which balls (n, F) and (n,): bool (m, n)."""
    return torch.cat([_distances(rows, centres) <= radii for rows in points.split(CHUNK)])


def _distances(left: Tensor, right: Tensor) -> Tensor:
    # not by a matrix product, which would give copies a distance slightly above 0
    return torch.cdist(left, right, compute_mode="donot_use_mm_for_euclid_dist")


# checks of what comes in


def _feature_pair(real: Tensor, fake: Tensor, *, least: int) -> tuple[Tensor, Tensor]:
    """Return both as float64 on the CPU, or say what is wrong with them."""
    pair = []
    for name, rows in (("real_features", real), ("fake_features", fake)):
        if not isinstance(rows, Tensor) or rows.dim() != 2:
            shape = tuple(rows.shape) if isinstance(rows, Tensor) else type(rows).__name__
            raise ValueError(f"{name} must be a tensor of shape (n, F), and is {shape}.")
        if len(rows) < least:
            raise ValueError(f"{name} has {len(rows)} rows; at least {least} are needed.")
        if not rows.isfinite().all():
            raise ValueError(f"{name} holds NaN or infinite values.")
        pair.append(rows.detach().cpu().double())
    if pair[0].shape[1] != pair[1].shape[1]:
        raise ValueError(
            f"real_features have length {pair[0].shape[1]} and fake_features "
            f"{pair[1].shape[1]}; both must come from the same network."
        )
    return pair[0], pair[1]


def _checked_probabilities(probabilities: Tensor) -> Tensor:
    if not isinstance(probabilities, Tensor) or probabilities.dim() != 2 or len(probabilities) == 0:
        raise ValueError("Give probabilities as a tensor of shape (n, 10), n at least 1.")
    p = probabilities.detach().cpu().double()
    if p.shape[1] != CLASSES or not (p >= 0).all() or not ((p.sum(1) - 1).abs() < 1e-3).all():
        raise ValueError(
            f"Probabilities of shape {tuple(p.shape)} must be (n, {CLASSES}), not negative, and "
            "sum to 1 in each row; give what class_probabilities returns, not logits."
        )
    return p


def _class_shares(probabilities: Tensor) -> Tensor:
    labels = _checked_probabilities(probabilities).argmax(dim=1)
    return torch.bincount(labels, minlength=CLASSES).double() / len(labels)
