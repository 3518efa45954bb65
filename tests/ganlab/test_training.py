"""The trainer: it computes what the recipes say, and goes on exactly where it stopped."""

import io
from dataclasses import replace

import pytest
import torch
from torch import nn

from ganlab import training
from ganlab.data import load_digits
from ganlab.recipes import RECIPES, get_recipe
from ganlab.training import AVERAGE_EVERY, Mode, Trainer


@pytest.fixture(scope="module")
def digits():
    return load_digits("test").images[:200]


def weights(net):
    return torch.cat([value.flatten().float() for value in net.state_dict().values()])


def trainer_of(name, digits, **options):
    if "dcgan" in name:
        options.setdefault("size", "small")
    return Trainer(get_recipe(name), digits, **options)


def reference_step(trainer):
    """One step as the tutorials write it: probabilities, separate passes, nothing frozen."""
    recipe, gen, disc = trainer.recipe, trainer.gen, trainer.disc
    real = trainer._next_batch()
    if recipe.criterion.__name__ == "probability_loss":
        judge = nn.Sequential(disc, nn.Sigmoid())
        criterion = nn.BCELoss()
    else:
        judge, criterion = disc, nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)

    fake = gen(trainer._draw(len(real), trainer._noise))
    fake_loss = criterion(judge(fake.detach()), zeros)
    real_loss = criterion(judge(real), ones)
    disc_loss = fake_loss + real_loss
    if recipe.disc_loss == "mean":
        disc_loss = disc_loss / 2
    trainer.disc_opt.zero_grad()
    disc_loss.backward()
    trainer.disc_opt.step()

    if recipe.fakes == "new":
        fake = gen(trainer._draw(len(real), trainer._noise))
    gen_loss = criterion(judge(fake), ones)
    trainer.gen_opt.zero_grad()
    gen_loss.backward()
    trainer.gen_opt.step()
    trainer.step += 1
    return disc_loss.item(), gen_loss.item()


@pytest.mark.parametrize("name", ["minimal", "practice", "first-gan", "dcgan", "images"])
def test_a_step_computes_what_the_published_loop_computes(name, digits):
    fast, plain = (trainer_of(name, digits) for _ in range(2))
    first = reference_step(plain)
    fast.train(steps=1)
    assert fast.history["disc_loss"][0] == pytest.approx(first[0], rel=1e-5)
    assert fast.history["gen_loss"][0] == pytest.approx(first[1], rel=1e-5)
    reference_step(plain)
    fast.train(steps=1)
    for ours, theirs in ((fast.gen, plain.gen), (fast.disc, plain.disc)):
        # Adam divides a gradient by its own size: where one is nearly 0, rounding decides its sign.
        distance = (weights(ours) - weights(theirs)).abs()
        assert distance.median() < 1e-6
        assert (distance > 1e-4).float().mean() < 1e-3


@pytest.mark.parametrize("name", list(RECIPES))
def test_every_recipe_trains(name, digits):
    trainer = trainer_of(name, digits)
    before = weights(trainer.gen), weights(trainer.disc)
    trainer.train(steps=12)
    assert trainer.step == 12
    assert trainer.history["step"] == [0, 10]
    assert all(torch.tensor(column).isfinite().all() for column in trainer.history.values())
    assert not torch.equal(weights(trainer.gen), before[0])
    assert not torch.equal(weights(trainer.disc), before[1])
    system = trainer.system
    samples = trainer.sample(5)
    assert samples.shape == (5, system.channels, system.image_size, system.image_size)
    assert 0 <= samples.min() < samples.max() <= 1
    assert trainer.real_images(3).shape == (3, *samples.shape[1:])


def test_dcgan_makes_a_step_at_its_published_size(digits):
    trainer = Trainer(get_recipe("dcgan"), digits[:64])
    trainer.train(steps=1)
    assert trainer.sample(2).shape == (2, 3, 64, 64)
    norms = [m for m in trainer.gen.modules() if isinstance(m, nn.BatchNorm2d)]
    assert all((norm.weight == 1).all() and (norm.bias != 0).any() for norm in norms)


@pytest.mark.parametrize("name", ["minimal", "first-gan-course", "dcgan", "dcgan-course"])
def test_a_resumed_training_goes_on_as_if_never_stopped(name, digits):
    straight = trainer_of(name, digits, seed=3)
    straight.train(steps=13)

    stopped = trainer_of(name, digits, seed=3)
    stopped.train(steps=6)
    file = io.BytesIO()
    torch.save(stopped.state_dict(), file)
    file.seek(0)
    resumed = trainer_of(name, digits, seed=3)
    resumed.load_state_dict(torch.load(file, weights_only=True))
    resumed.train(steps=7)

    assert torch.equal(weights(resumed.gen), weights(straight.gen))
    assert torch.equal(weights(resumed.disc), weights(straight.disc))
    assert torch.equal(resumed.sample(4), straight.sample(4))
    assert resumed.history == straight.history


def test_pytorchs_own_generator_is_neither_used_nor_changed(digits):
    torch.manual_seed(1)
    first = trainer_of("minimal", digits)
    first.train(steps=2)
    drawn = torch.rand(1)
    torch.manual_seed(1)
    assert torch.equal(drawn, torch.rand(1))
    second = trainer_of("minimal", digits)
    second.train(steps=2)
    assert torch.equal(weights(first.gen), weights(second.gen))
    other = trainer_of("minimal", digits, seed=1)
    other.train(steps=2)
    assert not torch.equal(weights(first.gen), weights(other.gen))


@pytest.mark.parametrize(("drop_last", "lengths"), [(False, [60, 60, 60, 20]), (True, [60] * 3)])
def test_an_epoch_sees_every_digit_once_but_for_a_dropped_batch(drop_last, lengths, digits):
    trainer = Trainer(replace(get_recipe("minimal"), drop_last=drop_last), digits)
    seen = []
    for _ in range(trainer.steps_per_epoch):
        seen.append(trainer._next_batch())
        trainer.step += 1
    assert [len(batch) for batch in seen] == lengths
    assert len(torch.cat(seen).unique(dim=0)) == sum(lengths)
    assert not torch.equal(trainer._next_batch(), seen[0])  # the next epoch has another order


def test_length_is_counted_in_steps_epochs_or_seconds(digits):
    trainer = trainer_of("minimal", digits)
    trainer.train(epochs=2)
    assert trainer.step == 2 * trainer.steps_per_epoch == 6
    trainer.train(steps=4)
    assert trainer.step == 10
    trainer.train(seconds=0.05)
    assert trainer.step > 10
    for step in trainer.run(steps=5):
        if step % 2 == 0:
            break
    assert trainer.step % 2 == 0


def test_a_loop_that_is_left_leaves_a_trainer_that_goes_on(digits):
    straight, left = (trainer_of("first-gan", digits) for _ in range(2))
    straight.train(steps=5)
    for step in left.run(steps=800, show=True):
        if step == 3:
            break
    assert left.step == 3
    assert list(left.run(steps=2, show=True)) == [4, 5]
    assert torch.equal(weights(left.gen), weights(straight.gen))
    assert left.history == straight.history


def test_a_training_is_shown_with_its_losses_where_that_is_wanted(digits, monkeypatch):
    shown = []

    class Progress(list):
        def set_postfix(self, **losses):
            shown.append(losses)

    monkeypatch.setattr(training, "progress", Progress)
    trainer = trainer_of("first-gan", digits)
    trainer.train(steps=2)
    assert not shown
    assert list(trainer.run(steps=2, show=True)) == [3, 4]
    history = trainer.history
    losses = {"D": history["disc_loss"][0], "G": history["gen_loss"][0]}
    assert [{name: float(loss) for name, loss in one.items()} for one in shown] == [losses] * 2


@pytest.mark.parametrize("ema_decay", [0.5, 0.998])
def test_the_average_is_the_moving_average_of_the_generator(ema_decay, digits):
    """Its decay grows from 2 / 11 at the second update to that of the recipe."""
    trainer = Trainer(replace(get_recipe("minimal-course"), ema_decay=ema_decay), digits)
    expected, updates = None, 0
    for _ in range(3 * AVERAGE_EVERY):
        trainer.make_step()
        if (trainer.step - 1) % AVERAGE_EVERY == 0:
            now = weights(trainer.gen)
            decay = min(ema_decay**AVERAGE_EVERY, (1 + updates) / (10 + updates))
            expected = now if expected is None else decay * expected + (1 - decay) * now
            updates += 1
    torch.testing.assert_close(weights(trainer.average.module), expected)
    untrained = trainer_of("minimal-course", digits)
    assert torch.equal(weights(untrained.sampler), weights(untrained.gen))


def test_samples_depend_on_their_own_noise_alone(digits):
    trainer = trainer_of("first-gan", digits)
    trainer.train(steps=3)
    noise = trainer.noise(8)
    together = trainer.sample(noise=noise)
    torch.testing.assert_close(trainer.sample(noise=noise[2:3]), together[2:3])
    assert trainer.gen.training


def test_the_penalty_counts_in_its_turn_as_often_as_it_was_left_out(digits):
    """Weight w every k-th step: the step has the gradient of weight k w."""
    lazy = replace(get_recipe("minimal-course"), r1_weight=0.5, r1_every=4)
    always = replace(lazy, r1_weight=2.0, r1_every=1)
    first, second = Trainer(lazy, digits), Trainer(always, digits)
    for trainer in (first, second):
        trainer.make_step()
    torch.testing.assert_close(weights(first.disc), weights(second.disc))


@pytest.mark.parametrize(
    "mode", [Mode("float32", True), Mode("bfloat16"), Mode("bfloat16", True)], ids=str
)
def test_modes_compute_the_same_but_for_rounding(mode, digits):
    plain, other = trainer_of("dcgan", digits), trainer_of("dcgan", digits, mode=mode)
    for trainer in (plain, other):
        trainer.train(steps=1)
    for name in ("disc_loss", "gen_loss", "d_real", "d_fake"):
        tolerance = 2e-2 if mode.precision == "bfloat16" else 1e-4
        assert other.history[name][0] == pytest.approx(plain.history[name][0], rel=tolerance)
    assert other.gen(torch.zeros(2, 64, 1, 1)).dtype == torch.float32


def test_bad_digits_are_refused_with_a_sentence():
    recipe = get_recipe("minimal")
    with pytest.raises(ValueError, match=r"shape \(100, 784\); \(N, 1, 28, 28\) is needed"):
        Trainer(recipe, torch.zeros(100, 784))
    with pytest.raises(ValueError, match="There are 59 digits; minimal needs a batch of 60"):
        Trainer(recipe, torch.zeros(59, 1, 28, 28))
