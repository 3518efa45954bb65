"""The losses: their values on networks with known answers, and whose gradients they touch."""

import math

import pytest
import torch
from torch import Tensor, nn

from ganlab.losses import get_disc_loss, get_gen_loss, r1_penalty
from ganlab.networks import Discriminator, Generator


class Always(nn.Module):
    """Gives every row the same number; remembers the rows."""

    def __init__(self, value: float, width: int = 1) -> None:
        super().__init__()
        self.value, self.width, self.seen = value, width, []

    def forward(self, x: Tensor) -> Tensor:
        self.seen.append(x)
        return torch.full((len(x), self.width), self.value)


class FirstPixel(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x[:, :1]


def test_a_discriminator_that_knows_nothing_costs_both_ln_2() -> None:
    gen, disc, bce = Always(0.3, 4), Always(0.0), nn.BCEWithLogitsLoss()
    disc_loss = get_disc_loss(gen, disc, bce, torch.ones(8, 4), 8, 2, "cpu")
    assert disc_loss.item() == pytest.approx(math.log(2))
    assert get_gen_loss(gen, disc, bce, 8, 2, "cpu").item() == pytest.approx(math.log(2))


def test_fakes_are_compared_with_zeros_and_reals_with_ones() -> None:
    # fake pixels 3 against 0, real pixels 5 against 1: absolute errors 3 and 4, mean 3.5
    loss = get_disc_loss(
        Always(3.0, 4), FirstPixel(), nn.L1Loss(), torch.full((6, 4), 5.0), 10, 2, "cpu"
    )
    assert loss.item() == 3.5
    assert get_gen_loss(Always(3.0, 4), FirstPixel(), nn.L1Loss(), 10, 2, "cpu").item() == 2.0


def test_the_criterion_gets_the_prediction_first() -> None:
    calls = []

    def criterion(prediction: Tensor, target: Tensor) -> Tensor:
        calls.append((prediction.mean().item(), target.mean().item()))
        return prediction.mean()

    get_disc_loss(Always(3.0, 4), FirstPixel(), criterion, torch.full((6, 4), 5.0), 6, 2, "cpu")
    get_gen_loss(Always(3.0, 4), FirstPixel(), criterion, 6, 2, "cpu")
    assert sorted(calls[:2]) == [(3.0, 0.0), (5.0, 1.0)]
    assert calls[2:] == [(3.0, 1.0)]


def test_the_noise_has_the_shape_and_device_asked_for() -> None:
    for run in (
        lambda gen: get_gen_loss(gen, Always(0.0), nn.MSELoss(), 7, 3, "meta"),
        lambda gen: get_disc_loss(gen, Always(0.0), nn.MSELoss(), torch.ones(7, 4), 7, 3, "meta"),
    ):
        gen = Always(0.0, 4)
        run(gen)
        assert [tuple(noise.shape) for noise in gen.seen] == [(7, 3)]
        assert gen.seen[0].device.type == "meta"


def test_the_discriminator_loss_leaves_the_generator_alone() -> None:
    gen, disc = Generator(4, 16, 8), Discriminator(16, 8)
    get_disc_loss(gen, disc, nn.BCEWithLogitsLoss(), torch.rand(12, 16), 12, 4, "cpu").backward()
    assert all(p.grad is None for p in gen.parameters())
    assert all(p.grad.abs().sum() > 0 for p in disc.parameters())


def test_the_generator_loss_reaches_the_generator() -> None:
    gen, disc = Generator(4, 16, 8), Discriminator(16, 8)
    bce = nn.BCEWithLogitsLoss()
    torch.manual_seed(3)
    loss = get_gen_loss(gen, disc, bce, 64, 4, "cpu")
    loss.backward()
    assert all(p.grad is not None for p in gen.parameters())
    with torch.no_grad():
        for p in gen.parameters():
            p -= 0.5 * p.grad
    torch.manual_seed(3)
    assert get_gen_loss(gen, disc, bce, 64, 4, "cpu") < loss, "a step against it helps"


def test_r1_penalty_of_a_linear_discriminator_is_the_squared_norm_of_its_weight() -> None:
    net = nn.Linear(5, 1)
    real = torch.randn(7, 5, requires_grad=True)
    penalty = r1_penalty(net(real), real)
    torch.testing.assert_close(penalty, net.weight.square().sum())
    penalty.backward()
    torch.testing.assert_close(net.weight.grad, 2 * net.weight)
