"""The measures: known answers, other people's implementations, and real digits under damage."""

import csv
import itertools
import math
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore

from ganlab import measure
from ganlab.data import load_digits

DOCS = Path(__file__).parents[2] / "docs"


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=generator(seed), dtype=torch.float64)


def standardised(rows: Tensor) -> Tensor:
    """Return rows whose mean is 0 and whose covariance is the identity, exactly."""
    centred = rows - rows.mean(0)
    factor = torch.linalg.cholesky(centred.T @ centred / (len(rows) - 1))
    return torch.linalg.solve_triangular(factor, centred.T, upper=False).T


@pytest.fixture(scope="module")
def held_out() -> Tensor:
    return load_digits("test").images


@pytest.fixture(scope="module")
def reports(held_out: Tensor) -> dict[str, measure.Report]:
    """Real digits, well and badly treated, each measured once."""
    labels = load_digits("test").labels
    per_class = [held_out[labels == digit] for digit in range(10)]
    sets = {
        "real": held_out,
        "memorised": load_digits("train").images[-1000:],
        "noise 0.05": measure.noisy(held_out, 0.05, generator=generator()),
        "noise 0.1": measure.noisy(held_out, 0.1, generator=generator()),
        "noise 0.2": measure.noisy(held_out, 0.2, generator=generator()),
        "moved": measure.shifted_and_rotated(held_out, generator=generator()),
        "1 missing": held_out[labels >= 1],
        "5 missing": held_out[labels >= 5],
        "ten": torch.cat([_typical(images) for images in per_class]).repeat(100, 1, 1, 1),
        "hundred": torch.cat([images[:10] for images in per_class]).repeat(10, 1, 1, 1),
    }
    return {name: measure.measure(images) for name, images in sets.items()}


def _typical(images: Tensor) -> Tensor:
    features = measure.features(images)
    return images[(features - features.mean(0)).norm(dim=1).argmin()][None]


# Fréchet distance


def test_the_distance_of_a_set_to_itself_is_0() -> None:
    rows = normal(200, 8)
    assert measure.frechet_distance(rows, rows) == pytest.approx(0, abs=1e-10)
    assert measure.frechet_distance(rows, rows.flip(0)) == pytest.approx(0, abs=1e-10)


def test_normal_distributions_with_known_distances() -> None:
    rows = standardised(normal(300, 5))
    shift = torch.tensor([3.0, 0, 0, 4.0, 0])
    assert measure.frechet_distance(rows, rows + shift) == pytest.approx(25)
    # standard deviations 1 and s: the sum of (1 - s)^2
    scale = torch.tensor([1.0, 2.0, 3.0, 0.5, 0.0])
    assert measure.frechet_distance(rows, rows * scale) == pytest.approx(0 + 1 + 4 + 0.25 + 1)
    # S2 = A A^T with a rotation in it: tr(I + S2) - 2 tr(S2^(1/2))
    mix = normal(5, 5, seed=1)
    expected = 5 + mix.square().sum() - 2 * torch.linalg.svdvals(mix).sum()
    assert measure.frechet_distance(rows, rows @ mix.T) == pytest.approx(expected.item())
    assert measure.frechet_distance(rows[:, :1], 3 * rows[:, :1]) == pytest.approx(4)


def test_the_distance_agrees_with_torchmetrics() -> None:
    real, fake = normal(400, 12), 1.5 * normal(300, 12, seed=1) @ normal(12, 12, seed=2) / 3 + 0.2
    theirs = _torchmetrics_distance(real, fake)
    assert measure.frechet_distance(real, fake) == pytest.approx(theirs, rel=1e-6)


def test_the_distance_of_digits_agrees_with_torchmetrics(held_out: Tensor) -> None:
    real = measure.features(held_out).double()
    fake = measure.features(measure.noisy(held_out, generator=generator())).double()
    assert measure.frechet_distance(real, fake) == pytest.approx(
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
    distance = measure.frechet_distance(real, fake)
    turn = torch.linalg.qr(normal(6, 6, seed=2)).Q
    assert measure.frechet_distance(fake, real) == pytest.approx(distance)
    assert measure.frechet_distance(real @ turn, fake @ turn) == pytest.approx(distance)


def test_fewer_samples_than_features_and_constant_features_give_a_finite_distance() -> None:
    real, few = normal(200, 20), normal(5, 20, seed=1)
    assert math.isfinite(measure.frechet_distance(real, few))
    constant = torch.ones(50, 20)
    expected = (real.mean(0) - 1).square().sum() + torch.cov(real.T).trace()
    assert measure.frechet_distance(real, constant) == pytest.approx(expected.item())


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
    assert measure.precision_recall(real, fake, k) == pytest.approx((precision, recall))
    assert measure.density_coverage(real, fake, k) == pytest.approx((density, coverage))


def test_two_samples_of_one_distribution_have_density_1_and_the_coverage_of_theory() -> None:
    density, coverage = measure.density_coverage(normal(1500, 4), normal(1500, 4, seed=1), k=3)
    assert density == pytest.approx(1, abs=0.1)
    assert coverage == pytest.approx(1 - 2**-3, abs=0.04)


def test_far_apart_sets_share_nothing_and_equal_sets_all() -> None:
    real = normal(700, 4)  # more than one chunk of rows
    assert measure.precision_recall(real, real + 100) == (0, 0)
    assert measure.density_coverage(real, real + 100) == (0, 0)
    assert measure.precision_recall(real, real) == (1, 1)
    assert measure.density_coverage(real, real)[1] == 1


def test_a_few_good_samples_have_precision_without_recall() -> None:
    real = normal(500, 4)
    few = real[:10].repeat(50, 1)
    precision, recall = measure.precision_recall(real, few)
    assert precision == 1
    assert recall == pytest.approx(10 / 500)
    assert measure.density_coverage(real, few)[1] < 0.25


# what the classes say


def test_classifier_score_of_sure_and_even_classes_is_their_number() -> None:
    assert measure.classifier_score(torch.eye(10)) == pytest.approx(10)
    assert measure.classifier_score(torch.eye(10)[:4].repeat(3, 1)) == pytest.approx(4)
    assert measure.classifier_score(torch.eye(10)[[7] * 5]) == pytest.approx(1)
    assert measure.classifier_score(torch.full((6, 10), 0.1)) == pytest.approx(1)


@pytest.mark.filterwarnings("ignore:Metric `InceptionScore` will save", r"ignore:std\(\)")
def test_classifier_score_agrees_with_torchmetrics() -> None:
    logits = 2 * normal(500, 10)
    metric = InceptionScore(feature=nn.Identity(), splits=1)
    metric.update(logits)
    theirs = metric.compute()[0].item()
    assert measure.classifier_score(logits.softmax(1)) == pytest.approx(theirs, rel=1e-5)


def test_label_divergence_and_modes_count_the_most_probable_classes() -> None:
    even = torch.eye(10).repeat(10, 1)
    assert measure.label_divergence(even) == pytest.approx(0, abs=1e-12)
    assert measure.modes(even) == 10
    half = torch.eye(10)[:5].repeat(20, 1)
    assert measure.label_divergence(half) == pytest.approx(math.log(2))
    assert measure.modes(half) == 5
    one = torch.eye(10)[[3]].repeat(7, 1)
    assert measure.label_divergence(one) == pytest.approx(math.log(10))
    assert measure.modes(one) == 1


def test_a_class_counts_from_one_percent_on() -> None:
    labels = torch.tensor([0] * 990 + [1] * 10)
    assert measure.modes(torch.eye(10)[labels]) == 2
    assert measure.modes(torch.eye(10)[labels[:-1]]) == 1


# memorising


def test_the_nearest_training_digit_is_found(held_out: Tensor) -> None:
    training = load_digits("train").images[:600]
    changed = training[[5, 599, 0]].clone()
    changed[1, 0, 0, 0] = 0.5
    found = measure.nearest_training_digits(changed, training)
    assert found.indices.tolist() == [5, 599, 0]
    assert found.distances.tolist() == pytest.approx([0, 0.5, 0])
    loops = [(training - image).flatten(1).norm(dim=1).min().item() for image in held_out[:20]]
    distances = measure.nearest_training_digits(held_out[:20], training).distances
    assert distances.tolist() == pytest.approx(loops, rel=1e-4)


def test_memorised_digits_are_near_copies_even_with_slight_noise(held_out: Tensor) -> None:
    training = load_digits("train").images[100:300]
    assert measure.near_copies(training) == 1
    noisy = measure.noisy(training, 0.05, generator=generator())
    assert measure.near_copies(noisy) > 0.9
    assert measure.near_copies(held_out) == pytest.approx(0.05, abs=0.01)
    half = torch.cat([training, held_out[:200]])
    assert 0.5 < measure.near_copies(half) < 0.6


# images


@pytest.mark.parametrize("size", [28, 32, 64])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("pixel_range", [(0, 1), (-1, 1), (0, 255)])
def test_digits_come_back_from_every_form_that_they_are_loaded_in(
    held_out: Tensor, size: int, channels: int, pixel_range: tuple[float, float]
) -> None:
    loaded = load_digits("test", pixel_range=pixel_range, image_size=size, channels=channels).images
    digits = measure.as_digits(loaded[:50], pixel_range)
    assert digits.shape == (50, 1, 28, 28)
    assert digits.dtype == torch.float32
    torch.testing.assert_close(digits, held_out[:50], atol=1e-5, rtol=0)


def test_flat_images_bytes_and_gradients_are_accepted(held_out: Tensor) -> None:
    flat = held_out[:3].flatten(1).double().requires_grad_()
    digits = measure.as_digits(flat)
    assert torch.equal(digits, held_out[:3])
    assert not digits.requires_grad
    pixels = held_out[:3].mul(255).round().byte()
    torch.testing.assert_close(measure.as_digits(pixels, (0, 255)), held_out[:3])
    digits.zero_()
    assert flat.max() > 0  # never a view of what was given


def test_features_and_probabilities_have_their_shapes(held_out: Tensor) -> None:
    features = measure.features(held_out[:300])  # more than one batch
    assert features.shape == (300, 64)
    torch.testing.assert_close(features[250:], measure.features(held_out[250:300]))
    probabilities = measure.class_probabilities(held_out[:300])
    assert probabilities.shape == (300, 10)
    torch.testing.assert_close(probabilities.sum(1), torch.ones(300))


@pytest.mark.parametrize(
    ("images", "pixel_range", "words"),
    [
        (torch.zeros(200, 783), (0, 1), r"shape \(200, 783\)"),
        (torch.zeros(200, 2, 28, 28), (0, 1), "with C 1 or 3"),
        (torch.zeros(200, 1, 28, 32), (0, 1), "28, 32 or 64"),
        (torch.zeros(0, 1, 28, 28), (0, 1), "no images"),
        (torch.zeros(99, 784), (0, 1), "There are 99 images"),
        (torch.zeros(200, 784) - 1, (0, 1), r"from -1 to -1, outside of pixel_range=\(0, 1\)"),
        (torch.full((200, 784), 1.01), (0, 1), "give the range that the generator draws in"),
        (torch.full((200, 784), math.nan), (0, 1), "NaN"),
        (torch.full((200, 784), -math.inf), (0, 1), "infinite"),
        (torch.zeros(200, 784), (1, -1), "low < high"),
        ([[0.0] * 784] * 200, (0, 1), "not as list"),
    ],
)
def test_images_that_cannot_be_measured_are_refused_with_a_reason(
    images: object, pixel_range: tuple[float, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        measure.measure(images, pixel_range)


@pytest.mark.parametrize("function", [measure.frechet_distance, measure.precision_recall])
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
        measure.density_coverage(normal(9, 4), normal(9, 4), k=9)
    for wrong in (normal(5, 10), torch.full((5, 9), 1 / 9), torch.zeros(0, 10), None):
        with pytest.raises(ValueError, match="robabilities"):
            measure.classifier_score(wrong)


# real digits under damage


def test_more_noise_is_worse_in_every_figure_of_quality(reports) -> None:
    noisy = [reports[name] for name in ("real", "noise 0.05", "noise 0.1", "noise 0.2")]
    for better, worse in itertools.pairwise(noisy):
        assert worse.frechet_distance > 2 * better.frechet_distance
        assert worse.coverage < better.coverage - 0.05
        assert worse.precision < better.precision
        assert worse.classifier_score < better.classifier_score


def test_missing_classes_are_seen_by_coverage_and_not_by_precision(reports) -> None:
    all_ten, nine, five = (reports[name] for name in ("real", "1 missing", "5 missing"))
    assert (all_ten.modes, nine.modes, five.modes) == (10, 9, 5)
    assert all_ten.coverage > nine.coverage + 0.05 > five.coverage + 0.3
    assert all_ten.frechet_distance < nine.frechet_distance < five.frechet_distance
    assert five.label_divergence == pytest.approx(math.log(2), abs=0.05)
    assert five.precision == pytest.approx(all_ten.precision, abs=0.05)


def test_ten_images_for_ever_fool_precision_and_score_but_not_coverage(reports) -> None:
    ten = reports["ten"]
    assert ten.precision == 1
    assert ten.classifier_score > 9.9
    assert ten.frechet_distance < reports["noise 0.1"].frechet_distance
    assert ten.coverage < 0.2
    assert ten.recall < 0.02


def test_a_hundred_images_for_ever_fool_the_distance_but_not_coverage(reports) -> None:
    hundred, moved = reports["hundred"], reports["moved"]
    assert hundred.frechet_distance == pytest.approx(moved.frechet_distance, rel=0.2)
    assert hundred.coverage < 0.5 * moved.coverage


def test_memorising_is_seen_by_near_copies_only(reports) -> None:
    memorised, real = reports["memorised"], reports["real"]
    assert memorised.near_copies == 1
    assert memorised.frechet_distance == pytest.approx(real.frechet_distance, rel=0.2)
    assert memorised.coverage == pytest.approx(real.coverage, abs=0.02)


def test_real_digits_have_the_coverage_of_theory(reports) -> None:
    assert reports["real"].coverage == pytest.approx(1 - 2**-5, abs=0.02)
    assert reports["real"].frechet_distance < 0.5


def test_landmarks_are_the_reports_of_the_same_digits(reports) -> None:
    landmarks = measure.landmarks()
    assert list(landmarks.values()) == [reports[name] for name in ("real", "moved", "noise 0.1")]


def test_the_docs_say_what_is_measured(reports) -> None:
    with (DOCS / "measuring.csv").open(encoding="utf-8") as file:
        rows = {row["what"]: row for row in csv.DictReader(file)}
    for name, written in {
        "real": "real digits, held out",
        "memorised": "1,000 training digits",
        "noise 0.1": "noise of 0.1",
        "moved": "moved by up to 2 px, 10°",
        "5 missing": "5 of 10 classes missing",
        "ten": "10 images, repeated",
        "hundred": "100 images, repeated",
    }.items():
        for key, value in asdict(reports[name]).items():
            # 0.01: ten of 1,000 neighbours or labels may fall otherwise on another processor
            assert float(rows[written][key]) == pytest.approx(value, rel=0.02, abs=0.01), written


# the report


def test_the_report_is_a_table_beside_real_digits(reports) -> None:
    lines = str(reports["5 missing"]).splitlines()
    assert lines[0].split() == ["these", "real", "better", "is"]
    assert lines[1].split() == ["images", "500", "1,000"]
    cells = {line[:18].strip(): line[18:36].split() for line in lines}
    assert cells["classes drawn"] == ["5", "10"]
    assert cells["Fréchet distance"][0] == f"{reports['5 missing'].frechet_distance:.1f}"
    assert cells["near copies"][1] == "0.050"


def test_a_report_warns_of_too_few_images_and_says_nothing_to_stderr(
    held_out: Tensor, reports, capsys: pytest.CaptureFixture
) -> None:
    assert str(reports["5 missing"]).splitlines()[-1].startswith("With 500 images the Fréchet")
    many = measure.measure(held_out.repeat(2, 1, 1, 1))
    assert many.note is None
    assert "comes out too high" not in str(many)
    assert capsys.readouterr().err == ""


def test_measuring_changes_neither_the_images_nor_chance(held_out: Tensor) -> None:
    images, state = held_out[:200].clone(), torch.get_rng_state()
    first = measure.measure(images)
    assert torch.equal(images, held_out[:200])
    assert torch.equal(torch.get_rng_state(), state)
    assert measure.measure(images) == first


def test_images_after_tanh_measure_the_same(held_out: Tensor) -> None:
    images = load_digits("test", pixel_range=(-1, 1), image_size=64, channels=3).images[:300]
    measured = asdict(measure.measure(images, (-1, 1)))
    assert measured == pytest.approx(asdict(measure.measure(held_out[:300])), rel=1e-3, abs=0.01)
