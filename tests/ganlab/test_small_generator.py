"""The small finished generator: its weights draw what is said of them; training repeats itself."""

import pytest
import torch

from ganlab import small_generator
from ganlab.small_generator import (
    LEAST_COVERAGE,
    MOST_DISTANCE,
    WEIGHTS,
    load_small_generator,
    report,
    train_small_generator,
)


def test_the_packaged_weights_draw_digits_as_good_as_is_said() -> None:
    figures = report(load_small_generator())
    # what `python -m ganlab.small_generator check` printed; processors round differently
    assert figures.frechet_distance == pytest.approx(1.29, abs=0.1)
    assert figures.coverage == pytest.approx(0.89, abs=0.02)
    assert figures.frechet_distance <= MOST_DISTANCE
    assert figures.coverage >= LEAST_COVERAGE
    assert figures.modes == 10
    assert figures.near_copies < 0.05


def test_loading_leaves_the_global_generator_alone() -> None:
    state = torch.get_rng_state()
    load_small_generator.__wrapped__()  # not the one that is kept
    assert torch.equal(torch.get_rng_state(), state)


def test_the_weights_are_small_and_as_many_as_lesson_00_says() -> None:
    assert WEIGHTS.stat().st_size < 300_000
    assert sum(p.numel() for p in load_small_generator().parameters()) == 106_976


def test_noise_becomes_digits_each_from_its_own_noise_alone() -> None:
    small = load_small_generator()
    noise = torch.randn(5, small.z_dim, generator=torch.Generator().manual_seed(0))
    digits = small(noise)
    assert digits.shape == (5, 1, 28, 28)
    assert 0 <= digits.min() < 0.01
    assert 0.9 < digits.max() <= 1
    assert not digits.requires_grad
    torch.testing.assert_close(small(noise[:1]), digits[:1], atol=1e-5, rtol=0)
    assert small is load_small_generator()


def test_a_short_training_repeats_itself_and_leaves_the_global_generator_alone() -> None:
    state = torch.get_rng_state()
    first, again = (train_small_generator(steps=6, seed=1) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), state)
    assert not torch.equal(
        first.net.gen[0][0].weight, train_small_generator(steps=6).net.gen[0][0].weight
    )
    for a, b in zip(first.state_dict().values(), again.state_dict().values(), strict=True):
        assert torch.equal(a, b)


def test_weights_that_draw_no_digits_are_refused(tmp_path, monkeypatch, capsys) -> None:
    small_generator.save_weights(train_small_generator(steps=6), tmp_path / "weights.npz")
    monkeypatch.setattr(small_generator, "WEIGHTS", tmp_path / "weights.npz")
    monkeypatch.setattr("sys.argv", ["small_generator", "check"])
    monkeypatch.setattr(small_generator, "load_small_generator", load_small_generator.__wrapped__)
    with pytest.raises(SystemExit, match="not good enough for lesson 00"):
        small_generator.main()
    assert "Fréchet distance" in capsys.readouterr().out
