"""Known damage: how large it is, and that chance comes from the given generator alone."""

import pytest
import torch
from torch import Tensor

from ganlab.damage import blurred, noisy, shifted_and_rotated


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def dot(n: int = 1) -> Tensor:
    images = torch.zeros(n, 1, 28, 28)
    images[:, :, 13:15, 13:15] = 1.0
    return images


def centre(images: Tensor) -> Tensor:
    """Return the centre of mass of each image, (n, 2): x and y in pixels from the middle."""
    weights = images[:, 0] / images.sum(dim=(1, 2, 3)).view(-1, 1, 1)
    places = torch.arange(28) - 13.5
    return torch.stack([(weights.sum(1) * places).sum(1), (weights.sum(2) * places).sum(1)], dim=1)


def test_noise_has_the_standard_deviation_asked_for() -> None:
    changed = noisy(torch.full((50, 1, 28, 28), 0.5), 0.1, generator=generator())
    assert changed.std().item() == pytest.approx(0.1, rel=0.02)
    assert changed.mean().item() == pytest.approx(0.5, abs=0.003)


def test_blur_spreads_a_dot_by_its_standard_deviation_and_keeps_the_ink() -> None:
    for std in (0.75, 1.5):
        before, after = dot(), blurred(dot(), std)
        assert after.sum().item() == pytest.approx(before.sum().item(), rel=1e-4)
        places = torch.arange(28) - 13.5
        variance = (after[0, 0].sum(0) * places**2).sum() / after.sum()
        assert variance.item() == pytest.approx(0.25 + std**2, rel=0.02)  # 0.25: the dot's own
    assert torch.equal(blurred(dot(), 0), dot())


def test_shifts_fill_their_range_and_stay_within() -> None:
    places = centre(shifted_and_rotated(dot(400), 3, 0, generator=generator()))
    assert 2.8 < places.abs().max() < 3.01
    assert places.mean(0).abs().max() < 0.3
    assert (places[:, 0].min(), places[:, 1].min()) < (-2.8, -2.8)


def test_turns_keep_the_middle_and_stay_within_their_range() -> None:
    images = torch.zeros(400, 1, 28, 28)
    images[:, :, 13:15, 22:24] = 1.0  # 9 pixels to the right of the middle
    x, y = centre(shifted_and_rotated(images, 0, 10, generator=generator())).T
    degrees = torch.rad2deg(torch.atan2(y, x))
    assert 9 < degrees.abs().max() < 10.5
    assert torch.hypot(x, y).sub(9).abs().max() < 0.2


@pytest.mark.parametrize("damage", [noisy, shifted_and_rotated])
def test_chance_comes_from_the_given_generator_alone(damage) -> None:
    images = torch.rand(4, 1, 28, 28, generator=generator(1))
    before, state = images.clone(), torch.get_rng_state()
    first, again = (damage(images, generator=generator(2)) for _ in range(2))
    other = damage(images, generator=generator(3))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(images, before)


def test_results_stay_in_the_range_and_shape_of_digits() -> None:
    images = torch.rand(5, 1, 28, 28, generator=generator())
    for changed in (
        noisy(images, 1.0, generator=generator()),
        blurred(images, 2.0),
        shifted_and_rotated(images, 5, 40, generator=generator()),
    ):
        assert changed.shape == images.shape
        assert changed.dtype == torch.float32
        assert 0 <= changed.min() <= changed.max() <= 1


@pytest.mark.parametrize("change", [noisy, blurred, shifted_and_rotated])
def test_changed_images_stay_on_their_device(change) -> None:
    chance = {} if change is blurred else {"generator": generator()}
    assert change(dot(3).to("meta"), **chance).is_meta
