"""How good are generated digits? One call, ``measure(images)``, and its parts.

No single number will do: a generator that draws ten fine digits over and over has perfect precision
and a perfect classifier score. So `measure` reports quality *and* coverage, beside the same figures
for real digits that nobody trained on. docs/measuring.md shows what each figure notices, and what
it misses.

A small digit classifier (`ganlab.digit_classifier`) turns each image into 64 features. The
reference is the 4,000 training digits of `ganlab.data.load_digits`.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from ganlab.damage import blurred, noisy, shifted_and_rotated
from ganlab.data import load_digits
from ganlab.digit_classifier import load_classifier
from ganlab.scores import (
    CLASSES,
    classifier_score,
    density_coverage,
    frechet_distance,
    label_divergence,
    modes,
    precision_recall,
)

__all__ = [
    "Nearest",
    "Report",
    "as_digits",
    "blurred",
    "class_probabilities",
    "classifier_score",
    "density_coverage",
    "features",
    "frechet_distance",
    "label_divergence",
    "landmarks",
    "measure",
    "modes",
    "near_copies",
    "nearer_to_training",
    "nearest_training_digits",
    "noisy",
    "precision_recall",
    "shifted_and_rotated",
]

ENOUGH = 2000  # images; with fewer, the Fréchet distance is visibly too high
FEWEST = 100  # images for a report: more than the 64 features, or the covariance is not even full
COPY_SHARE = 0.05  # of held-out real digits that count as near copies: sets the threshold
BATCH = 250  # images at a time: the activations of more do not fit the processor's cache
CHUNK = 500  # rows of a table of distances at a time
ROUNDING = 1e-4  # how far outside of the range a pixel may be


# images to features


def as_digits(images: Tensor, pixel_range: tuple[float, float] = (0.0, 1.0)) -> Tensor:
    """Bring a generator's images to the form that the measures take.

    64 x 64 images become those 28 x 28 digits whose bilinear enlargement comes nearest to them, so
    that digits enlarged by `ganlab.data.load_digits` come back exactly; 32 x 32 ones lose their
    border of two pixels; the mean of three colours is taken.

    Args:
        images: (n, 784), or (n, C, S, S) with C 1 or 3 and S 28, 32 or 64.
        pixel_range: (low, high), the values of an empty pixel and of full ink: (-1, 1) after Tanh.

    Returns:
        float32 (n, 1, 28, 28) on the CPU, values in [0, 1], cut off from any gradient.

    Raises:
        ValueError: another shape, no image, a value that is not finite or outside of the range.
    """
    if not isinstance(images, Tensor):
        raise ValueError(f"Images must come as a tensor, not as {type(images).__name__}.")
    shape = tuple(images.shape)
    pixels = images.detach().float().cpu()
    if len(shape) == 2 and shape[1] == 28 * 28:
        pixels = pixels.view(-1, 1, 28, 28)
    elif (
        len(shape) != 4 or shape[1] not in (1, 3) or shape[2:] not in ((28, 28), (32, 32), (64, 64))
    ):
        raise ValueError(
            f"A tensor of shape {shape} does not hold digits; give (n, 784) or (n, C, S, S) "
            "with C 1 or 3 and S 28, 32 or 64."
        )
    if len(pixels) == 0:
        raise ValueError("There are no images.")
    low, high = (float(value) for value in pixel_range)
    _check_values(pixels, low, high)
    pixels = pixels.sub(low).div_(high - low).clamp_(0, 1).mean(1, keepdim=True)
    if shape[-1] == 32:
        return pixels[..., 2:-2, 2:-2].contiguous()
    if shape[-1] == 64:
        shrink = _shrink_64()
        return (shrink @ pixels @ shrink.T).clamp_(0, 1)
    return pixels


def _check_values(pixels: Tensor, low: float, high: float) -> None:
    if not low < high:
        raise ValueError(f"pixel_range is ({low:g}, {high:g}); give (low, high) with low < high.")
    least, most = pixels.aminmax()  # NaN if there is one
    if not (least.isfinite() and most.isfinite()):
        raise ValueError("The images hold NaN or infinite values.")
    slack = ROUNDING * (high - low)
    if least < low - slack or most > high + slack:
        raise ValueError(
            f"The images' values go from {least:.3g} to {most:.3g}, outside of "
            f"pixel_range=({low:g}, {high:g}); give the range that the generator draws in."
        )


@functools.cache
def _shrink_64() -> Tensor:
    """Return the (28, 64) matrix that undoes a bilinear enlargement of 28 pixels to 64."""
    rows = torch.eye(28, dtype=torch.float64).view(1, 1, 28, 28)
    enlarge = F.interpolate(rows, size=(64, 28), mode="bilinear", align_corners=False)[0, 0]
    return torch.linalg.pinv(enlarge).float()


@torch.no_grad()
def features(images: Tensor) -> Tensor:
    """Return what the frozen digit classifier sees: its last hidden layer, after the ReLU.

    Args:
        images: (n, 1, 28, 28), values in [0, 1]; anything that `as_digits` takes in that range.

    Returns:
        float32 (n, 64), on the CPU.
    """
    net = load_classifier()
    return torch.cat([net.features(batch) for batch in as_digits(images).split(BATCH)])


@torch.no_grad()
def _probabilities(image_features: Tensor) -> Tensor:
    return load_classifier().head(image_features).softmax(dim=1)


def class_probabilities(images: Tensor) -> Tensor:
    """Return the classifier's probability of each digit, 0 to 9.

    Args:
        images: as for `features`.

    Returns:
        float32 (n, 10), each row sums to 1.
    """
    return _probabilities(features(images))


# memorising


class Nearest(NamedTuple):
    """For each image, the distance to the nearest training digit, float (n,), and its row (n,)."""

    distances: Tensor
    indices: Tensor


def nearest_training_digits(images: Tensor, training_images: Tensor) -> Nearest:
    """Find the training digit that each image is most like, pixel by pixel.

    Args:
        images: (n, 1, 28, 28), values in [0, 1]; anything that `as_digits` takes in that range.
        training_images: (N, 1, 28, 28), likewise.

    Returns:
        Nearest(distances, indices): Euclidean distances over the 784 pixels, float32 (n,), 0 for
        a copy; int64 (n,).
    """
    rows, training = as_digits(images).flatten(1), as_digits(training_images).flatten(1)
    # 784 pixels: the matrix product finds the nearest much faster, then its distance is made exact
    indices = torch.cat([torch.cdist(part, training).argmin(1) for part in rows.split(CHUNK)])
    return Nearest((rows - training[indices]).norm(dim=1), indices)


def near_copies(images: Tensor) -> float:
    """Return the share of images that are nearer to a training digit than new digits normally are.

    That is: nearer than 95 % of the held-out real digits of the same class (a 1 always has a near
    neighbour, an 8 seldom). So real new digits have 0.05, and a generator that has learnt the
    training digits by heart has 1.

    Args:
        images: as for `nearest_training_digits`.
    """
    digits = as_digits(images)
    return _near_copies(digits, class_probabilities(digits).argmax(dim=1))


def _near_copies(digits: Tensor, labels: Tensor) -> float:
    distances = nearest_training_digits(digits, _training_digits()).distances
    return (distances < _copy_distances()[labels]).double().mean().item()


@functools.cache
def _copy_distances() -> Tensor:
    """Return for each class the distance below which an image is a near copy: (10,)."""
    held_out = load_digits("test").images
    labels = class_probabilities(held_out).argmax(dim=1)
    distances = nearest_training_digits(held_out, _training_digits()).distances
    return torch.stack([distances[labels == c].quantile(COPY_SHARE) for c in range(CLASSES)])


def nearer_to_training(images: Tensor, training: Tensor, held_out: Tensor) -> float:
    """Return the share of images that are nearer to training digits than to held-out ones.

    0.5 is chance: images that owe nothing to one set more than to the other. It is 1 for copies of
    these training digits. A tie counts one half. Both sets are cut to the same number, since the
    larger of two has the nearer neighbours.

    Args:
        images: (n, 1, 28, 28), values in [0, 1]; anything that `as_digits` takes in that range.
        training: digits that the generator has seen, likewise.
        held_out: digits that it has not seen, likewise.
    """
    n = min(len(training), len(held_out))
    rows, near, far = (as_digits(x).flatten(1) for x in (images, training[:n], held_out[:n]))
    return _share_nearer(torch.cdist(rows, near).amin(1), torch.cdist(rows, far).amin(1))


def _share_nearer(near: Tensor, far: Tensor) -> float:
    return ((near < far).double() + 0.5 * (near == far)).mean().item()


def _nearer_to_all_training(digits: Tensor, made_from: Tensor | None) -> float:
    """Return the mean of `nearer_to_training` over the four thousands of the training digits."""
    rows, held_out = digits.flatten(1), load_digits("test").images.flatten(1)
    to_held_out = torch.cdist(rows, held_out)
    if made_from is not None:
        to_held_out.scatter_(1, made_from.view(len(rows), -1), math.inf)
    far = to_held_out.amin(1)
    parts = _training_digits().flatten(1).split(len(held_out))
    return sum(_share_nearer(torch.cdist(rows, part).amin(1), far) for part in parts) / len(parts)


# all figures at once


@dataclass(frozen=True)
class Report:
    """The figures of one set of images. ``print(report)`` shows them beside real digits'."""

    count: int
    frechet_distance: float
    coverage: float
    recall: float
    precision: float
    density: float
    classifier_score: float
    modes: int
    label_divergence: float
    near_copies: float
    nearer_to_training: float

    @property
    def note(self) -> str | None:
        """A warning if there were too few images, else None."""
        if self.count >= ENOUGH:
            return None
        return (
            f"With {self.count:,} images the Fréchet distance comes out too high; compare only "
            f"with reports of as many images, or measure {ENOUGH:,}."
        )

    def __str__(self) -> str:
        """Return the figures as a table, with real held-out digits as landmark."""
        real = _landmark("held-out real digits")
        width = max(len(title) for title, _ in _ROWS.values())
        lines = [f"{'':{width}}  {'these':>8}  {'real':>8}  better is"]
        for name, (title, good) in _ROWS.items():
            ours, theirs = (_written(getattr(report, name)) for report in (self, real))
            lines.append(f"{title:{width}}  {ours:>8}  {theirs:>8}  {good}".rstrip())
        lines.append("real: digits held out of all training, measured in the same way")
        return "\n".join(lines + ([self.note] if self.note else []))


# a figure's name in the table, and what is good
_ROWS = {
    "count": ("images", ""),
    "frechet_distance": ("Fréchet distance", "low: quality and variety together"),
    "coverage": ("coverage", "high: variety; 0.97 is all of it"),
    "recall": ("recall", "high: variety"),
    "precision": ("precision", "high: quality, nothing else"),
    "density": ("density", "about 1: quality, nothing else"),
    "classifier_score": ("classifier score", "high, at most 10: clear digits of all classes"),
    "modes": ("classes drawn", "10"),
    "label_divergence": ("label divergence", "low, from 0 to 2.30"),
    "near_copies": ("near copies", "low: much above 0.05 is memorising"),
    "nearer_to_training": ("nearer to training", "0.50, chance; 0.62 is all learnt by heart"),
}


def _written(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def measure(
    images: Tensor,
    pixel_range: tuple[float, float] = (0.0, 1.0),
    *,
    made_from: Tensor | None = None,
) -> Report:
    """Compare generated images with real digits, by every figure of this module.

    The Fréchet distance is taken to all 4,000 training digits. The four figures that look at
    neighbours take as many training digits as there are images, at most 2,000 of each. Measure
    2,000 images or more: with fewer, the distance comes out too high, and the report says so.
    "Nearer to training" is the mean of `nearer_to_training` over the four thousands of the training
    digits, each against the 1,000 held-out ones. (Whoever repeats all 4,000 has a copy in one of
    four, and chance in three: 0.62.)

    Args:
        images: what a generator draws, at least 100 images: anything that `as_digits` takes.
        pixel_range: (low, high), the values of an empty pixel and of full ink.
        made_from: for images that were made of held-out digits, (n,) or (n, k): the rows of those
            in ``load_digits("test")``. No image is compared with what it was made from.

    Returns:
        A `Report`.

    Raises:
        ValueError: fewer than 100 images, or what `as_digits` refuses.
    """
    digits = as_digits(images, pixel_range)
    if len(digits) < FEWEST:
        raise ValueError(f"There are {len(digits)} images; the measures need {FEWEST} or more.")
    real, fake = _training_features(), features(digits)
    probabilities = _probabilities(fake)
    as_many = min(len(fake), ENOUGH)  # of both: these figures depend on the numbers
    precision, recall = precision_recall(real[:as_many], fake[:as_many])
    density, coverage = density_coverage(real[:as_many], fake[:as_many])
    return Report(
        count=len(digits),
        frechet_distance=frechet_distance(real, fake),
        precision=precision,
        density=density,
        classifier_score=classifier_score(probabilities),
        coverage=coverage,
        recall=recall,
        modes=modes(probabilities),
        label_divergence=label_divergence(probabilities),
        near_copies=_near_copies(digits, probabilities.argmax(dim=1)),
        nearer_to_training=_nearer_to_all_training(digits, made_from),
    )


def landmarks() -> dict[str, Report]:
    """Return the reports of 1,000 real digits that were held out, as they are and damaged.

    "held-out real digits" is what 1,000 images of a perfect generator reach; "shifted and rotated"
    still looks like handwriting; "with noise" does not.

    Returns:
        "held-out real digits"; "shifted and rotated": by up to 2 pixels and 10 degrees; "with
        noise": of standard deviation 0.1 in each pixel.
    """
    return {
        name: _landmark(name)
        for name in ("held-out real digits", "shifted and rotated", "with noise")
    }


@functools.cache
def _landmark(name: str) -> Report:
    images = load_digits("test").images
    generator = torch.Generator().manual_seed(0)
    if name == "shifted and rotated":
        images = shifted_and_rotated(images, generator=generator)
    elif name == "with noise":
        images = noisy(images, generator=generator)
    return measure(images, made_from=torch.arange(len(images)))


@functools.cache
def _training_digits() -> Tensor:
    return load_digits("train").images


@functools.cache
def _training_features() -> Tensor:
    return features(_training_digits())
