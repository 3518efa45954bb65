"""Exercise 2.3: the noise."""

from __future__ import annotations

import itertools
import math
from typing import Any

import torch

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.check import See
from graders.core.errors import FIXED_DEVICE
from graders.core.values import Other, listing, name_of, plain, spread
from graders.instruments import draws
from graders.instruments.calls import Call, exercise
from graders.instruments.devices import second_device
from graders.instruments.draws import Draws
from graders.instruments.normal import CHANCE, figures_off, not_normal, not_normal_chance
from graders.instruments.seeds import seeded_anew, watched_seeds


class NoiseShape(Call):
    """One row for each sample, one column for each component, float32."""

    title = "one row for each sample, one column for each component of z"
    call = "[get_noise(*size) for size in sizes]"
    names = ("sizes",)
    chance = 0.0

    def given(self, rng: torch.Generator) -> Given:
        rows, columns = torch.randint(8, 20, (2,), generator=rng).tolist()
        return {"sizes": [(3, 5), (7, 2), (rows, columns)]}

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"noises": [plain(answer(*size)) for size in given["sizes"]]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for (rows, columns), noise in zip(given["sizes"], seen["noises"], strict=True):
            if not isinstance(noise, torch.Tensor):
                likely = "the tensor is made but not returned" if noise is None else None
                if isinstance(noise, list):
                    likely = "lists are no tensor: torch.tensor(…) would make one of them"
                elif noise == Other("ndarray"):
                    likely = "that is NumPy's array: torch.from_numpy(…).float() makes a tensor"
                return Finding("a tensor", name_of(noise), likely)
            if tuple(noise.shape) != (rows, columns):
                likely = None
                if tuple(noise.shape) == (columns, rows):
                    likely = "n_samples and z_dim are exchanged"
                elif noise.numel() == rows * columns:
                    likely = "the values are there, in another shape"
                elif noise.dim() == 1:
                    likely = "n_samples and z_dim both count: one row for each sample"
                elif len({tuple(other.shape) for other in seen["noises"]}) == 1 or (
                    {noise.shape[-1]} == {other.shape[-1] for other in seen["noises"]}
                ):
                    likely = "a size is written as a number where an argument should stand"
                return Finding(f"shape {(rows, columns)}", f"shape {tuple(noise.shape)}", likely)
            if noise.dtype != torch.float32:
                likely = "the dtype is chosen in the code: torch.randn's own is the right one"
                if noise.dtype == torch.float64:
                    likely = "NumPy's numbers and those of dtype=float are float64: add .float()"
                elif not noise.is_floating_point():
                    likely = "whole numbers are drawn; torch.randn draws from a continuum"
                return Finding(
                    "dtype torch.float32, as the networks' parameters",
                    f"dtype {noise.dtype}",
                    likely,
                )
        return None


class NoiseIsNormal(Aspect):
    """Independent standard normal values.

    One draw is looked at closely. Of a larger one only some figures are, which show a scale that
    is off by 1 % (see ``moments_off``), and tails (see ``Draws``).
    """

    title = "values are standard normal"
    weight = 2
    essential = True
    count, few, many = 4096, 8, 128
    call = f"[get_noise({count}, columns).std() for columns in {few, many}]"

    @property
    def chance(self) -> float:
        larger = CHANCE + draws.chance_of(self.count * self.many, self.many)  # moments, figures
        return not_normal_chance(self.count, self.few) + larger

    def observe(self, answer: Any, given: Given) -> Seen:
        noise, many = (plain(answer(self.count, columns)) for columns in (self.few, self.many))
        usable = isinstance(many, torch.Tensor) and many.shape == (self.count, self.many)
        if usable and many.is_floating_point() and bool(many.isfinite().all()):
            many = Draws.of(many).plain()
        return {"noise": noise, "many": many}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noise, expected = seen["noise"], "independent values, mean 0, standard deviation 1"
        shape = (self.count, self.few)
        if not isinstance(noise, torch.Tensor) or tuple(noise.shape) != shape:
            return Finding(f"a tensor of shape {shape}", name_of(noise))
        if reason := not_normal(noise):
            return Finding(expected, spread(noise), reason)
        if not isinstance(seen["many"], dict):
            shape = (self.count, self.many)
            return Finding(
                f"a tensor of shape {shape}, all finite",
                name_of(seen["many"]),
                "a size is written as a number, or the noise is drawn once, outside the function",
            )
        many = Draws(**seen["many"])
        deviation = max(0.0, many.square - many.mean**2) ** 0.5
        got = f"mean {many.mean:.4f}, deviation {deviation:.4f}"
        reason = figures_off(many)
        return Finding(expected, got, reason) if reason else None


class NoiseIsFresh(Aspect):
    """Three calls give three draws, none of them standardised.

    Many calls of a smaller size show draws from few seeds, or from a table: their rows come again.
    """

    title = "every call draws anew"
    essential = True
    shape, calls = (4, 6), 3
    small, many = (2, 3), 600
    call = f"[get_noise{shape} for _ in range({calls})]"

    @property
    def chance(self) -> float:
        standardised = _standardised_chance(math.prod(self.shape)) ** self.calls
        return standardised + draws.same_rows_chance(self.many * self.small[0], self.small[1])

    def observe(self, answer: Any, given: Given) -> Seen:
        with watched_seeds() as seeded:
            noises = [plain(answer(*self.shape)) for _ in range(self.calls)]
            small = [plain(answer(*self.small)) for _ in range(self.many)]
        tensors = all(isinstance(noise, torch.Tensor) for noise in small)
        return {"noises": noises, "seeded": seeded, "small": torch.cat(small) if tensors else None}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        noises = seen["noises"]
        as_asked = [isinstance(n, torch.Tensor) and n.shape == self.shape for n in noises]
        if as_asked != [True] * self.calls:
            return Finding(f"three tensors of shape {self.shape}", listing(map(name_of, noises)))
        if all(_is_standardised(noise) for noise in noises):
            return Finding(
                "values as they are drawn",
                "a mean of exactly 0 and a standard deviation of exactly 1 in every draw",
                "each draw is standardised: then its samples depend on each other",
            )
        if any(torch.equal(a, b) for a, b in itertools.combinations(noises, 2)):
            return Finding(
                "different draws",
                "the same values twice",
                "a seed is set inside the function, or the noise is drawn once, outside it",
            )
        if finding := seeded_anew(seen["seeded"]):
            return finding
        small = seen["small"]
        if small is not None and draws.different_rows(small) < len(small):
            return Finding(
                f"other values in each of {self.many} calls of get_noise{self.small}",
                "the same row more than once",
                "the values come from a few seeds, or from a table that is made once",
            )
        return None


NEAR = 1e-5


def _is_standardised(noise: torch.Tensor) -> bool:
    """Whether the mean is `NEAR` 0 and the standard deviation `NEAR` 1."""
    return bool(noise.mean().abs() < NEAR) and bool((noise.std() - 1).abs() < NEAR)


def _standardised_chance(n: int) -> float:
    """The chance that n standard normal draws look standardised: 2e-9 for 24 of them.

    The density of their mean is at most sqrt(n / (2 pi)). That of their standard deviation, which
    does not depend on the mean, is at most sqrt(n / pi): a chi distribution's at its mode.
    """
    return (2 * NEAR * math.sqrt(n / math.tau)) * (2 * NEAR * math.sqrt(n / math.pi))


class NoiseDevice(Aspect):
    """The device argument is obeyed. ``meta`` shows it on every machine, without a GPU."""

    title = "the device argument is obeyed"
    call = "get_noise(3, 5, 'meta').device, get_noise(3, 5).device"

    def observe(self, answer: Any, given: Given) -> Seen:
        with second_device():
            meta = self._device(answer(3, 5, "meta"))
        return {"meta": meta, "cpu": self._device(answer(3, 5))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        for want in ("meta", "cpu"):
            if (device := seen[want]) != want:
                likely = "device is not passed on to the function that draws the noise"
                if want == "cpu":
                    likely = "a device is fixed in the code or the default is not 'cpu'"
                if device.startswith("cuda"):  # where there is a GPU
                    likely = FIXED_DEVICE if want == "cpu" else f"{likely}; {FIXED_DEVICE}"
                return Finding(f"device {want}", f"device {device}", likely)
        return None

    @staticmethod
    def _device(noise: Any) -> str:
        return str(noise.device) if isinstance(noise, torch.Tensor) else name_of(plain(noise))


SEE: See = (
    ("torch.rand", "hint 1"),
    ("uniform", "hint 1"),
    ("normal", "hint 1"),
    ("device", "hint 2"),
    ("rows", "hint 2"),
    ("columns", "hint 2"),
)

item = exercise(
    "2.3",
    "get_noise(n_samples, z_dim, device='cpu')",
    NoiseShape(),
    NoiseIsNormal(),
    NoiseIsFresh(),
    NoiseDevice(),
    see=SEE,
)
