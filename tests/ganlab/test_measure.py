"""The measures: real digits under damage, memorised ones, and the report."""

import csv
import itertools
import math
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganlab import measure
from ganlab.data import load_digits

DOCS = Path(__file__).parents[2] / "docs"


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def held_out() -> Tensor:
    return load_digits("test").images


@pytest.fixture(scope="module")
def reports(held_out: Tensor) -> dict[str, measure.Report]:
    """Real digits, well and badly treated, each measured once."""
    labels = load_digits("test").labels
    own = torch.arange(len(held_out))
    per_class = [own[labels == digit] for digit in range(10)]
    ten = torch.stack([_typical(held_out, rows) for rows in per_class]).repeat(100)
    hundred = torch.cat([rows[:10] for rows in per_class]).repeat(10)
    sets = {
        "real": (held_out, own),
        "memorised": (memorised(), None),
        "noise 0.05": (measure.noisy(held_out, 0.05, generator=generator()), own),
        "noise 0.1": (measure.noisy(held_out, 0.1, generator=generator()), own),
        "noise 0.2": (measure.noisy(held_out, 0.2, generator=generator()), own),
        "moved": (measure.shifted_and_rotated(held_out, generator=generator()), own),
        "1 missing": (held_out[labels >= 1], own[labels >= 1]),
        "5 missing": (held_out[labels >= 5], own[labels >= 5]),
        "ten": (held_out[ten], ten),
        "hundred": (held_out[hundred], hundred),
    }
    return {name: measure.measure(images, made_from=rows) for name, (images, rows) in sets.items()}


def memorised() -> Tensor:
    """Return 100 training digits of each class, in the order 0, 1, ..., 9, 0, 1, ..."""
    digits, labels = load_digits("train")
    rows = torch.stack([torch.nonzero(labels == digit)[:100, 0] for digit in range(10)], dim=1)
    return digits[rows.flatten()]


def _typical(images: Tensor, rows: Tensor) -> Tensor:
    """Return that of the rows whose features are nearest to the mean of all."""
    features = measure.features(images[rows])
    return rows[(features - features.mean(0)).norm(dim=1).argmin()]


# memorising


def test_the_nearest_training_digit_is_found(held_out: Tensor) -> None:
    training = load_digits("train").images[:600]
    changed = training[[5, 599, 0]].clone()
    changed[1, 0, 0, 0] = 0.5
    nearest = measure.nearest_training_digits(changed, training)
    assert nearest.indices.tolist() == [5, 599, 0]
    assert nearest.distances.tolist() == pytest.approx([0, 0.5, 0])
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


def test_who_repeats_training_digits_is_nearer_to_them_even_if_they_are_moved(
    held_out: Tensor,
) -> None:
    training = load_digits("train").images[:500]
    others = load_digits("train").images[500:]
    assert measure.nearer_to_training(training, training, held_out) == 1
    moved = training.roll(1, dims=-1)
    assert measure.near_copies(moved) < 0.05
    assert measure.nearer_to_training(moved, training, held_out) > 0.75
    for new in (others[:500], others[:500].roll(1, dims=-1)):
        assert measure.nearer_to_training(new, training, held_out) == pytest.approx(0.5, abs=0.07)


def test_nearer_to_training_cuts_the_larger_set_and_halves_ties(held_out: Tensor) -> None:
    training = load_digits("train").images
    cut = measure.nearer_to_training(held_out[:50], training[:200], held_out[50:250])
    assert measure.nearer_to_training(held_out[:50], training, held_out[50:250]) == cut
    assert measure.nearer_to_training(training[:9], held_out, held_out) == 0.5


def test_what_an_image_was_made_from_is_not_its_neighbour(held_out: Tensor) -> None:
    rows = torch.arange(300, 500)
    own = measure.measure(held_out[rows])
    assert own.nearer_to_training == 0  # each finds itself
    pair = torch.stack([rows, rows.flip(0)], dim=1)
    for made_from in (rows, pair):
        report = measure.measure(held_out[rows], made_from=made_from)
        assert report.nearer_to_training == pytest.approx(0.5, abs=0.1)


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


def test_memorising_is_seen_by_the_two_figures_of_memory_only(reports) -> None:
    memorised, real = reports["memorised"], reports["real"]
    assert memorised.near_copies == 1
    # a copy in one of four thousands, chance in three
    assert memorised.nearer_to_training == pytest.approx(0.625, abs=0.02)
    assert real.nearer_to_training == pytest.approx(0.5, abs=0.04)
    assert memorised.frechet_distance < real.frechet_distance
    assert memorised.coverage > real.coverage


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
    cells = {line[:20].strip(): line[20:38].split() for line in lines}
    assert cells["classes drawn"] == ["5", "10"]
    assert cells["Fréchet distance"][0] == f"{reports['5 missing'].frechet_distance:.1f}"
    assert cells["near copies"][1] == "0.050"
    assert cells["nearer to training"][1] == f"{reports['real'].nearer_to_training:.3f}"


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
