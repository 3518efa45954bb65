"""How a step is computed quickest on this machine: measured, not assumed."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import torch
from torch import Tensor

from ganlab.recipes import Recipe
from ganlab.training import Mode, Trainer

__all__ = ["quickest", "seconds_per_step"]

TRIAL_SECONDS = 0.5  # for each mode, and one step at least
CLEARLY = 0.9  # another mode is taken if it needs less than this share of the time


def quickest(
    recipe: Recipe,
    digits: Tensor,
    *,
    size: str | None = None,
    device: torch.device | str = "cpu",
    precisions: tuple[str, ...] = ("float32", "bfloat16"),
    threads: tuple[int, ...] | None = None,
) -> Mode:
    """Measure a few steps in each mode, on networks made for it, and return the quickest.

    A processor without bfloat16 instructions computes it slowly; a second thread helps large
    networks on an idle machine and slows everything down on a busy one. The first mode is kept
    unless another is clearly quicker.

    Args:
        recipe, digits, size, device: as for `Trainer`.
        precisions: what may be chosen. With one alone, the channels stay where they are, and only
            threads are measured.
        threads: what may be chosen, the smallest first; by default 1 and one for each core.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    fewest, *more = threads or sorted({1, cores})
    one_layout = recipe.system(size).flat or len(precisions) == 1
    layouts = (False,) if one_layout else (False, True)
    candidates = [Mode(precision, layout, fewest) for precision in precisions for layout in layouts]
    best, least = candidates[0], None
    before = torch.get_num_threads()
    try:
        while candidates:
            mode = candidates.pop(0)
            try:
                took = seconds_per_step(recipe, digits, mode, size=size, device=device)
            except RuntimeError:
                if least is None:
                    raise
                continue  # this device cannot compute so
            if least is None or took < CLEARLY * least:
                best, least = mode, took
            if not candidates and more:
                candidates.append(replace(best, threads=more.pop(0)))
    finally:
        torch.set_num_threads(before)
    return best


def seconds_per_step(
    recipe: Recipe,
    digits: Tensor,
    mode: Mode,
    *,
    size: str | None = None,
    device: torch.device | str = "cpu",
    seconds: float = TRIAL_SECONDS,
) -> float:
    """Train new networks for a moment and return the seconds that one step takes."""
    torch.set_num_threads(mode.threads)
    trainer = Trainer(recipe, digits, size=size, device=device, mode=mode)
    trainer.train(steps=1)  # the first step allocates memory and chooses kernels
    _wait_for(trainer.device)
    started = time.perf_counter()
    trainer.train(seconds=seconds)
    _wait_for(trainer.device)
    return (time.perf_counter() - started) / (trainer.step - 1)


def _wait_for(device: torch.device) -> None:
    """Wait until the device has done all that it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)  # it need not be the current one
    elif device.type != "cpu":
        getattr(torch, device.type).synchronize()
