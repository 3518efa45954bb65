"""The scores: known answers, their definitions as loops, and other people's implementations."""

import math

import pytest
import torch
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore

from ganlab import measure, scores
from ganlab.data import load_digits


def normal(*shape: int, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def standardised(rows: Tensor) -> Tensor:
    """Return rows whose mean is 0 and whose covariance is the identity, exactly."""
    centred = rows - rows.mean(0)
    factor = torch.linalg.cholesky(centred.T @ centred / (len(rows) - 1))
    return torch.linalg.solve_triangular(factor, centred.T, upper=False).T


# Fréchet distance


def test_the_distance_of_a_set_to_itself_is_0() -> None:
    rows = normal(200, 8)
    assert scores.frechet_distance(rows, rows) == pytest.approx(0, abs=1e-10)
    assert scores.frechet_distance(rows, rows.flip(0)) == pytest.approx(0, abs=1e-10)


def test_normal_distributions_with_known_distances() -> None:
    rows = standardised(normal(300, 5))
    shift = torch.tensor([3.0, 0, 0, 4.0, 0])
    assert scores.frechet_distance(rows, rows + shift) == pytest.approx(25)
    # standard deviations 1 and s: the sum of (1 - s)^2
    scale = torch.tensor([1.0, 2.0, 3.0, 0.5, 0.0])
    assert scores.frechet_distance(rows, rows * scale) == pytest.approx(0 + 1 + 4 + 0.25 + 1)
    # S2 = A A^T with a rotation in it: tr(I + S2) - 2 tr(S2^(1/2))
    mix = normal(5, 5, seed=1)
    expected = 5 + mix.square().sum() - 2 * torch.linalg.svdvals(mix).sum()
    assert scores.frechet_distance(rows, rows @ mix.T) == pytest.approx(expected.item())
    assert scores.frechet_distance(rows[:, :1], 3 * rows[:, :1]) == pytest.approx(4)


def test_the_distance_agrees_with_torchmetrics() -> None:
    real, fake = normal(400, 12), 1.5 * normal(300, 12, seed=1) @ normal(12, 12, seed=2) / 3 + 0.2
    theirs = _torchmetrics_distance(real, fake)
    assert scores.frechet_distance(real, fake) == pytest.approx(theirs, rel=1e-6)


def test_the_distance_of_digits_agrees_with_torchmetrics() -> None:
    held_out = load_digits("test").images
    real = measure.features(held_out).double()
    fake = measure.features(
        measure.noisy(held_out, generator=torch.Generator().manual_seed(0))
    ).double()
    assert scores.frechet_distance(real, fake) == pytest.approx(
        _torchmetrics_distance(real, fake), rel=1e-3
    )


def _torchmetrics_distance(real: Tensor, fake: Tensor) -> float:
    class Given(nn.Identity):
        num_features = real.shape[1]

    metric = FrechetInceptionDistance(feature=Given(), normalize=True).set_dtype(torch.float64)
    metric.update(real, real=True)
    metric.update(fake, real=False)
    return metric.compute().item()


def test_the_distance_does_not_depend_on_order_or_on_a_rotation_of_the_features() -> None:
    real, fake = normal(150, 6), normal(120, 6, seed=1) * 2 + 1
    distance = scores.frechet_distance(real, fake)
    turn = torch.linalg.qr(normal(6, 6, seed=2)).Q
    assert scores.frechet_distance(fake, real) == pytest.approx(distance)
    assert scores.frechet_distance(real @ turn, fake @ turn) == pytest.approx(distance)


def test_fewer_samples_than_features_and_constant_features_give_a_finite_distance() -> None:
    real, few = normal(200, 20), normal(5, 20, seed=1)
    assert math.isfinite(scores.frechet_distance(real, few))
    constant = torch.ones(50, 20)
    expected = (real.mean(0) - 1).square().sum() + torch.cov(real.T).trace()
    assert scores.frechet_distance(real, constant) == pytest.approx(expected.item())


# precision and recall, density and coverage


def test_neighbour_measures_agree_with_their_definitions_written_as_loops() -> None:
    real, fake = normal(40, 3), normal(30, 3, seed=1) + 0.7
    k = 4
    to_real = [sorted((a - b).norm().item() for b in real)[k] for a in real]
    to_fake = [sorted((a - b).norm().item() for b in fake)[k] for a in fake]
    near = [[(r - f).norm().item() <= to_real[i] for f in fake] for i, r in enumerate(real)]
    precision = sum(any(near[i][j] for i in range(40)) for j in range(30)) / 30
    recall = sum(any((r - f).norm() <= to_fake[j] for j, f in enumerate(fake)) for r in real) / 40
    density = sum(map(sum, near)) / (k * 30)
    coverage = sum(map(any, near)) / 40
    assert 0 < precision < 1
    assert 0 < recall < 1
    assert scores.precision_recall(real, fake, k) == pytest.approx((precision, recall))
    assert scores.density_coverage(real, fake, k) == pytest.approx((density, coverage))


def test_two_samples_of_one_distribution_have_density_1_and_the_coverage_of_theory() -> None:
    density, coverage = scores.density_coverage(normal(1500, 4), normal(1500, 4, seed=1), k=3)
    assert density == pytest.approx(1, abs=0.1)
    assert coverage == pytest.approx(1 - 2**-3, abs=0.04)


def test_far_apart_sets_share_nothing_and_equal_sets_all() -> None:
    real = normal(700, 4)  # more than one chunk of rows
    assert scores.precision_recall(real, real + 100) == (0, 0)
    assert scores.density_coverage(real, real + 100) == (0, 0)
    assert scores.precision_recall(real, real) == (1, 1)
    assert scores.density_coverage(real, real)[1] == 1


def test_a_few_good_samples_have_precision_without_recall() -> None:
    real = normal(500, 4)
    few = real[:10].repeat(50, 1)
    precision, recall = scores.precision_recall(real, few)
    assert precision == 1
    assert recall == pytest.approx(10 / 500)
    assert scores.density_coverage(real, few)[1] < 0.25


# what the classes say


def test_classifier_score_of_sure_and_even_classes_is_their_number() -> None:
    assert scores.classifier_score(torch.eye(10)) == pytest.approx(10)
    assert scores.classifier_score(torch.eye(10)[:4].repeat(3, 1)) == pytest.approx(4)
    assert scores.classifier_score(torch.eye(10)[[7] * 5]) == pytest.approx(1)
    assert scores.classifier_score(torch.full((6, 10), 0.1)) == pytest.approx(1)


@pytest.mark.filterwarnings("ignore:Metric `InceptionScore` will save", r"ignore:std\(\)")
def test_classifier_score_agrees_with_torchmetrics() -> None:
    logits = 2 * normal(500, 10)
    metric = InceptionScore(feature=nn.Identity(), splits=1)
    metric.update(logits)
    theirs = metric.compute()[0].item()
    assert scores.classifier_score(logits.softmax(1)) == pytest.approx(theirs, rel=1e-5)


def test_label_divergence_and_modes_count_the_most_probable_classes() -> None:
    even = torch.eye(10).repeat(10, 1)
    assert scores.label_divergence(even) == pytest.approx(0, abs=1e-12)
    assert scores.modes(even) == 10
    half = torch.eye(10)[:5].repeat(20, 1)
    assert scores.label_divergence(half) == pytest.approx(math.log(2))
    assert scores.modes(half) == 5
    one = torch.eye(10)[[3]].repeat(7, 1)
    assert scores.label_divergence(one) == pytest.approx(math.log(10))
    assert scores.modes(one) == 1


def test_a_class_counts_from_one_percent_on() -> None:
    labels = torch.tensor([0] * 990 + [1] * 10)
    assert scores.modes(torch.eye(10)[labels]) == 2
    assert scores.modes(torch.eye(10)[labels[:-1]]) == 1


@pytest.mark.parametrize("function", [scores.frechet_distance, scores.precision_recall])
@pytest.mark.parametrize(
    ("fake", "words"),
    [
        (torch.zeros(1, 4), "fake_features has 1 rows"),
        (torch.zeros(9, 5), "same network"),
        (torch.zeros(9), r"shape \(n, F\), and is \(9,\)"),
        (torch.full((9, 4), math.nan), "fake_features holds NaN"),
        (None, "and is NoneType"),
    ],
)
def test_features_that_cannot_be_compared_are_refused(function, fake, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        function(normal(9, 4), fake)


def test_neighbours_that_are_not_there_and_logits_are_refused() -> None:
    with pytest.raises(ValueError, match="with 9 samples, give 1 to 8"):
        scores.density_coverage(normal(9, 4), normal(9, 4), k=9)
    for wrong in (normal(5, 10), torch.full((5, 9), 1 / 9), torch.zeros(0, 10), None):
        with pytest.raises(ValueError, match="robabilities"):
            scores.classifier_score(wrong)
