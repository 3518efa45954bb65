"""Seeds, threads, device and plotting style: each in one place."""

from __future__ import annotations

import platform
import random
from importlib import metadata

import numpy as np
import torch

__all__ = ["environment", "get_device", "set_seed", "setup"]


def setup(seed: int = 0) -> torch.device:
    """Prepare a lesson: seeds, one torch thread, plotting style. Call it once, at the top.

    One thread: networks this small gain little from more, on a busy machine two can be many times
    slower, and with one the same seed gives the same numbers again on the same machine.

    Args:
        seed: start of every random number generator.

    Returns:
        The device to train on, see `get_device`.
    """
    from ganlab import style  # imports matplotlib, which the other parts do not need

    set_seed(seed)
    torch.set_num_threads(1)
    style.apply()
    return get_device()


def get_device() -> torch.device:
    """Return the best device at hand: cuda, then mps, then cpu."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def set_seed(seed: int) -> None:
    """Seed Python's, NumPy's and PyTorch's generators (all devices).

    Args:
        seed: a whole number from 0 to 2**32 - 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(f"seed is {seed!r}; give a whole number from 0 to {2**32 - 1}.")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - for code that uses NumPy's global generator
    torch.manual_seed(seed)


def environment() -> str:
    """Return a plain text table of what this course runs on (it differs between machines)."""
    from ganlab import data

    rows = [
        ("Python", platform.python_version()),
        ("torch", torch.__version__),
        ("torchvision", _version("torchvision")),
        ("nbgrader", _version("nbgrader")),
        ("device", _device_name()),
        ("threads", str(torch.get_num_threads())),
        ("digits", data.available()),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _device_name() -> str:
    device = get_device()
    if device.type == "cuda":
        return f"cuda ({torch.cuda.get_device_name()})"
    return device.type
