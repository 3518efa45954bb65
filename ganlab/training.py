"""One trainer for every recipe.

It computes what the recipe says and nothing else, and avoids work that changes no result: the
digits stay in memory as one tensor, a batch is an index; the discriminator's step makes its fakes
without a history; the generator's step computes no gradients for the discriminator's weights;
real and fake share one pass through a discriminator that has no BatchNorm; Adam is fused.
"""

from __future__ import annotations

import itertools
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ganlab import distributed
from ganlab.data import resize
from ganlab.losses import r1_penalty
from ganlab.progress import progress
from ganlab.recipes import Recipe

__all__ = ["Mode", "Trainer"]

RECORD_EVERY = 10  # steps between two entries of the history
# steps between two updates of the average: one update is half a small step's work
AVERAGE_EVERY = 4
Weights = tuple[Tensor, ...] | list[Tensor]
COLUMNS = ("disc_loss", "gen_loss", "d_real", "d_fake")


@dataclass(frozen=True)
class Mode:
    """How a step is computed; the mathematics stay the same.

    Attributes:
        precision: "bfloat16": matrix products and convolutions are rounded to 8 bits of precision,
            losses and weights stay float32 (autocast). "float32": nothing is rounded.
        channels_last: images and convolutions are stored with the channels innermost.
        threads: of one process.
    """

    precision: str = "float32"
    channels_last: bool = False
    threads: int = 1

    def __str__(self) -> str:
        layout = ", channels last" if self.channels_last else ""
        threads = f", {self.threads} threads" if self.threads > 1 else ""
        return self.precision + layout + threads


class Trainer:
    """Trains the networks of a recipe, a step at a time.

    The same recipe, digits, seed, size, mode, device and number of threads give the same numbers.
    PyTorch's global random number generator is neither used nor changed. Processes that have
    joined (see `ganlab.distributed`) share each batch.

    Args:
        recipe: what to train, see `ganlab.recipes`.
        digits: float32 (N, 1, 28, 28), values in [0, 1]; kept in memory in the recipe's range.
        size: which size of the recipe; by default its first.
        device: where the networks and digits live.
        seed: start of everything that is drawn: weights, order of the digits, noise.
        mode: how a step is computed; its number of threads is not set here.

    Attributes:
        gen, disc: the networks; ``disc`` returns logits.
        average: the exponential average of ``gen``, or None if the recipe has none.
        step: how many steps have been made.

    Raises:
        ValueError: the digits have another shape, or are fewer than a batch; or the processes
            cannot divide a batch.
    """

    def __init__(
        self,
        recipe: Recipe,
        digits: Tensor,
        *,
        size: str | None = None,
        device: torch.device | str = "cpu",
        seed: int = 0,
        mode: Mode = Mode(),
    ) -> None:
        if digits.dim() != 4 or digits.shape[1:] != (1, 28, 28):
            raise ValueError(f"digits has shape {tuple(digits.shape)}; (N, 1, 28, 28) is needed.")
        if len(digits) < recipe.batch_size:
            raise ValueError(
                f"There are {len(digits)} digits; {recipe.name} needs a batch of "
                f"{recipe.batch_size} at least."
            )
        if recipe.batch_size % distributed.world_size():
            raise ValueError(
                f"{distributed.world_size()} processes cannot divide a batch of "
                f"{recipe.batch_size}."
            )
        self.recipe = recipe
        self.system = recipe.system(size)
        self.device = torch.device(device)
        self.seed = seed
        self.mode = mode
        self.step = 0
        low, high = self.system.pixel_range
        self._digits = digits.to(self.device) * (high - low) + low
        self._records: list[tuple[int, Tensor]] = []
        self._order = torch.empty(0, dtype=torch.int64)
        self._epoch_of_order = -1
        self._noise = torch.Generator().manual_seed(_derived(seed, "noise"))

        layout = torch.channels_last if mode.channels_last else torch.contiguous_format
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed)
            networks = recipe.networks(size)
        self.gen, self.disc = (net.to(self.device).to(memory_format=layout) for net in networks)
        for net in networks:
            distributed.sync_batchnorm(net)
        self._disc_weights = [p for p in self.disc.parameters() if p.requires_grad]
        self._judges_apart = any(
            isinstance(m, nn.modules.batchnorm._BatchNorm) for m in self.disc.modules()
        )
        self.gen_opt, self.disc_opt = (self._adam(net) for net in (self.gen, self.disc))
        self.average = None
        if recipe.ema_decay is not None:
            self.average = AveragedModel(
                self.gen, multi_avg_fn=_moving_average(recipe.ema_decay), use_buffers=True
            )
            self.average.requires_grad_(False)

    def _adam(self, net: nn.Module) -> torch.optim.Adam:
        weights = [p for p in net.parameters() if p.requires_grad]
        return torch.optim.Adam(weights, lr=self.recipe.lr, betas=self.recipe.betas, fused=True)

    # Training ------------------------------------------------------------------------------------

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches in one pass over the digits."""
        whole, rest = divmod(len(self._digits), self.recipe.batch_size)
        drop_last = self.recipe.drop_last or distributed.world_size() > 1
        return whole + (rest > 0 and not drop_last)

    def train(
        self,
        *,
        steps: int | None = None,
        epochs: float | None = None,
        seconds: float | None = None,
    ) -> None:
        """Train on; it can be called again and again. See `run`."""
        for _ in self.run(steps=steps, epochs=epochs, seconds=seconds):
            pass

    def run(
        self,
        *,
        steps: int | None = None,
        epochs: float | None = None,
        seconds: float | None = None,
        show: bool = False,
    ) -> Iterator[int]:
        """Train on, and yield the number of steps made so far after each of them.

        Leaving the loop leaves the trainer between two steps. Without a limit the recipe's own
        number of epochs is run; with several, the first that is reached ends the training.

        Args:
            steps: how many more steps.
            epochs: how many more passes over the digits.
            seconds: for how long.
            show: show steps and losses, and let the Stop button end it, see `ganlab.progress`.
        """
        if steps is None and epochs is None and seconds is None:
            epochs = self.recipe.epochs
        if epochs is not None:
            in_epochs = round(epochs * self.steps_per_epoch)
            steps = in_epochs if steps is None else min(steps, in_epochs)
        turns: Iterable[int] = itertools.count() if steps is None else range(steps)
        if show:
            turns = progress(turns)
        started = time.monotonic()
        for _ in turns:
            if seconds is not None and time.monotonic() - started >= seconds:
                return
            self.make_step()
            if isinstance(turns, progress):
                disc_loss, gen_loss, *_ = self._records[-1][1]
                turns.set_postfix(D=disc_loss, G=gen_loss)
            yield self.step

    def make_step(self) -> None:
        """Make one step: the discriminator's, then the generator's."""
        recipe = self.recipe
        real = self._next_batch()
        fake = self._fakes(len(real), history=recipe.fakes == "same")

        regularised = recipe.r1_weight > 0 and self.step % recipe.r1_every == 0
        if regularised:
            real.requires_grad_()
        on_real, on_fake = self._judge_both(real, fake.detach())
        disc_loss = recipe.criterion(on_fake, torch.zeros_like(on_fake)) + recipe.criterion(
            on_real, torch.ones_like(on_real)
        )
        if recipe.disc_loss == "mean":
            disc_loss = disc_loss / 2
        total = disc_loss
        if regularised:
            total = disc_loss + recipe.r1_every * recipe.r1_weight * r1_penalty(on_real, real)
        self.disc_opt.zero_grad()
        total.backward()
        distributed.average_gradients(self.disc)
        self.disc_opt.step()

        for weight in self._disc_weights:
            weight.requires_grad_(False)
        try:
            if recipe.fakes == "new":
                fake = self._fakes(len(real), history=True)
            verdict = self._judge(fake)
            gen_loss = recipe.criterion(verdict, torch.ones_like(verdict))
            self.gen_opt.zero_grad()
            gen_loss.backward()
            distributed.average_gradients(self.gen)
            self.gen_opt.step()
        finally:  # an interrupted cell of a notebook must not leave them frozen
            for weight in self._disc_weights:
                weight.requires_grad_(True)

        if self.average is not None and self.step % AVERAGE_EVERY == 0:
            self.average.update_parameters(self.gen)
        if self.step % RECORD_EVERY == 0:
            d_real, d_fake = (
                torch.sigmoid(logits.detach()).mean() for logits in (on_real, on_fake)
            )
            values = torch.stack((disc_loss.detach(), gen_loss.detach(), d_real, d_fake))
            self._records.append((self.step, distributed.mean(values)))
        self.step += 1

    def _next_batch(self) -> Tensor:
        """The next real images, as the discriminator takes them."""
        epoch, place = divmod(self.step, self.steps_per_epoch)
        if epoch != self._epoch_of_order:
            # Each epoch's order follows from the seed alone: a resumed run draws it again.
            rng = torch.Generator().manual_seed(_derived(self.seed, f"order {epoch}"))
            self._order = torch.randperm(len(self._digits), generator=rng).to(self.device)
            self._epoch_of_order = epoch
        size = self.recipe.batch_size
        chosen = distributed.own_rows(self._order[place * size : (place + 1) * size])
        return self._as_input(self._digits.index_select(0, chosen))

    def _as_input(self, digits: Tensor) -> Tensor:
        if self.system.flat:
            return digits.flatten(start_dim=1)
        system = self.system
        images = resize(digits, system.image_size, system.channels, empty=system.pixel_range[0])
        layout = torch.channels_last if self.mode.channels_last else torch.contiguous_format
        return images.contiguous(memory_format=layout)

    def _fakes(self, count: int, *, history: bool) -> Tensor:
        whole = self._draw(count * distributed.world_size(), self._noise)
        with torch.set_grad_enabled(history), self._autocast():
            return self.gen(distributed.own_rows(whole)).float()

    def _draw(self, count: int, rng: torch.Generator) -> Tensor:
        # On the processor: a seed gives the same noise on every device, and a run can change it.
        return torch.randn(count, *self.system.z_shape, generator=rng).to(self.device)

    def _judge(self, images: Tensor) -> Tensor:
        with self._autocast():
            return self.disc(images).float()

    def _judge_both(self, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of both. BatchNorm must see each kind for itself, as it does in the recipes."""
        if self._judges_apart:
            with self._autocast():  # around both: the weights are rounded once
                on_fake = self._judge(fake)
                return self._judge(real), on_fake
        both = self._judge(torch.cat((real, fake)))
        on_real, on_fake = both.tensor_split((len(real),))
        return on_real, on_fake

    def _autocast(self) -> torch.autocast:
        rounded = self.mode.precision == "bfloat16"
        return torch.autocast(self.device.type, torch.bfloat16, enabled=rounded)

    # Looking at it -------------------------------------------------------------------------------

    @property
    def history(self) -> dict[str, list[float]]:
        """What was recorded every tenth step, as lists of equal length.

        Keys: "step"; "disc_loss" and "gen_loss", without the penalty; "d_real" and "d_fake", the
        mean probability of being real that the discriminator gave to reals and to fakes.
        """
        columns: dict[str, list[float]] = {"step": [step for step, _ in self._records]}
        values = (
            torch.stack([v for _, v in self._records]).cpu() if self._records else torch.empty(0, 4)
        )
        for number, name in enumerate(COLUMNS):
            columns[name] = values[:, number].tolist()
        return columns

    def noise(self, count: int, seed: int = 0) -> Tensor:
        """Draw noise ``(count, *z_shape)`` for `sample`; the same seed gives the same noise."""
        return self._draw(count, torch.Generator().manual_seed(seed))

    @torch.no_grad()
    def sample(self, count: int = 16, *, noise: Tensor | None = None, seed: int = 0) -> Tensor:
        """Return images of the averaged generator, or of the generator if there is no average.

        The generator is put into evaluation mode for it: an image then depends on its own noise
        alone. (BatchNorm uses its running statistics.)

        Args:
            count: how many, if no noise is given.
            noise: ``(n, *z_shape)``.
            seed: of the noise, if none is given.

        Returns:
            A float32 tensor (n, channels, image_size, image_size), values in [0, 1].
        """
        if noise is None:
            noise = self.noise(count, seed)
        net = self.sampler
        training = net.training
        net.eval()
        images = torch.cat([net(part) for part in noise.split(500)])
        net.train(training)
        return self._as_pictures(images)

    @property
    def sampler(self) -> nn.Module:
        """The generator that draws the samples: the average, if there is one."""
        return self.gen if self.average is None or self.step == 0 else self.average.module

    def real_images(self, count: int = 16) -> Tensor:
        """The first digits as the discriminator sees them, (n, channels, H, W) in [0, 1]."""
        return self._as_pictures(self._as_input(self._digits[:count]))

    def _as_pictures(self, images: Tensor) -> Tensor:
        system = self.system
        low, high = system.pixel_range
        images = images.reshape(-1, system.channels, system.image_size, system.image_size)
        return ((images - low) / (high - low)).clamp(0, 1)

    # Stopping and going on -----------------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """Everything that `load_state_dict` needs to go on as if never stopped."""
        return {
            "step": self.step,
            "gen": self.gen.state_dict(),
            "disc": self.disc.state_dict(),
            "gen_opt": self.gen_opt.state_dict(),
            "disc_opt": self.disc_opt.state_dict(),
            "average": None if self.average is None else self.average.state_dict(),
            "noise": self._noise.get_state(),
            "history": self.history,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a `state_dict` of the same recipe, digits, size, seed and mode."""
        self.gen.load_state_dict(state["gen"])
        self.disc.load_state_dict(state["disc"])
        self.gen_opt.load_state_dict(state["gen_opt"])
        self.disc_opt.load_state_dict(state["disc_opt"])
        if self.average is not None:
            self.average.load_state_dict(state["average"])
        self._noise.set_state(state["noise"])
        history = state["history"]
        values = torch.tensor([history[name] for name in COLUMNS], device=self.device).T
        self._records = [
            (int(step), row) for step, row in zip(history["step"], values, strict=True)
        ]
        self.step = state["step"]


def _derived(seed: int, name: str) -> int:
    """A seed of its own for each thing that is drawn."""
    return zlib.crc32(f"{seed} {name}".encode())


def _moving_average(decay: float) -> Callable[[Weights, Weights, Tensor | int], None]:
    """Exponential average; the decay starts low, so that the untrained weights are forgotten."""

    def update(averaged: Weights, current: Weights, count: Tensor | int) -> None:
        made = int(count)
        so_far = min(decay**AVERAGE_EVERY, (1 + made) / (10 + made))
        get_ema_multi_avg_fn(so_far)(averaged, current, count)

    return update
