"""Reads the file that a student handed in: in any encoding, with outputs of any size, damaged."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import nbformat
from nbformat import NotebookNode

from gancourse.grading import conflicts
from gancourse.grading.bounded import TooLong, bounded
from gancourse.sandbox.limits import MEGABYTE

WHOLE_MEGABYTES = 64
"""Up to this size a file is read as it is; of a larger one the outputs are passed over."""

MOST_MEGABYTES = 1024
"""A larger file is not read: it would hold up the class."""

DEEPEST = 100
"""How deep lists and dicts may lie in each other, in a file whose outputs are passed over."""

PART_BYTES = 100
"""As how many bytes a number, a list or a dict counts: about what it fills in memory."""

MOST_PARTS = 500_000
"""How many lists and dicts a file may hold: each takes a hundred times as much memory when read."""


MOST_ZIPPED = 100
"""How many files a zip archive may hold that was handed in as a notebook."""

_NOTEBOOK = re.compile(r"^(?!__MACOSX/)(?!.*/\._).*\.ipynb$", re.IGNORECASE)

READ_SECONDS = 30
"""How long a large file may take to be read."""

WITHOUT_OUTPUTS = (
    "hand it in again without its outputs (Kernel, Restart Kernel and Clear Outputs of All Cells)."
)


class TooLarge(ValueError):
    """The file is too large to be read. The text says what to do."""


def read_file(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a handed-in file, and remarks on it: plain sentences.

    Raises:
        TooLarge: It has more than 1024 MB, or more than 64 MB beside the outputs of its cells.
        OSError: It cannot be read.
    """
    size = path.stat().st_size
    if size <= WHOLE_MEGABYTES * MEGABYTE:
        return _read_whole(path.read_bytes())
    megabytes = f"The file has {size / MEGABYTE:.0f} MB"
    if size <= MOST_MEGABYTES * MEGABYTE:
        import ijson  # in the extra `teach`: where students check a file, it may be missing

        try:
            with path.open("rb") as file:
                text = json.dumps(_without_outputs(file))
            return text, (f"{megabytes}; the outputs in it were passed over.",)
        except (ijson.JSONError, ValueError):  # cut off, or large without outputs
            pass
    raise TooLarge(f"{megabytes} and cannot be read: {WITHOUT_OUTPUTS}")


def read_in_time(path: Path) -> tuple[str, tuple[str, ...]]:
    """As `read_file`, but a large file is read by another process, for `READ_SECONDS` at most.

    Raises:
        TooLarge: It has too many megabytes, or takes too long to be read.
        OSError: It cannot be read.
    """
    if path.stat().st_size <= WHOLE_MEGABYTES * MEGABYTE:
        return read_file(path)
    try:
        return bounded(read_file, path, seconds=READ_SECONDS)
    except TooLong:
        raise TooLarge(f"The file takes too long to be read: {WITHOUT_OUTPUTS}") from None


def _read_whole(raw: bytes) -> tuple[str, tuple[str, ...]]:
    unpacked = _unzipped(raw)
    if unpacked is None:
        return decode(raw), ()
    return decode(unpacked), ("The file was a zip archive; the notebook in it was read.",)


def _unzipped(raw: bytes) -> bytes | None:
    """The one notebook in a zip archive, whatever the file is called; None if it is no such."""
    if not raw.startswith(b"PK\3\4") or raw.count(b"PK\1\2") > MOST_ZIPPED:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [name for name in archive.namelist() if _NOTEBOOK.search(name)]
            if len(names) != 1:
                return None
            with archive.open(names[0]) as file:
                unpacked = file.read(WHOLE_MEGABYTES * MEGABYTE + 1)
    except Exception:  # damaged archives fail in many ways
        return None
    return unpacked if len(unpacked) <= WHOLE_MEGABYTES * MEGABYTE else None


def decode(raw: bytes) -> str:
    """The text of a file, in whatever encoding an editor has saved it."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")  # every byte means something in it


def _without_outputs(file: BinaryIO) -> Any:
    """What a JSON file holds beside the values of all keys ``outputs``, read bit by bit.

    Raises:
        ijson.JSONError: It is damaged.
        ValueError: The rest is too large.
    """
    import ijson

    builder = ijson.ObjectBuilder()
    room = WHOLE_MEGABYTES * MEGABYTE
    depth = 0
    passed_over: int | None = None  # the depth of the dict whose outputs are being passed over
    for event, value in ijson.basic_parse(file, use_float=True):
        depth += event in ("start_map", "start_array")
        depth -= event in ("end_map", "end_array")
        if passed_over is not None:
            if depth == passed_over:  # a single value, or the end of a list or dict
                passed_over = None
        elif (event, value) == ("map_key", "outputs"):
            passed_over = depth
        else:
            room -= len(value) if isinstance(value, str) else PART_BYTES
            if room < 0 or depth > DEEPEST:
                raise ValueError("too large without its outputs")
            builder.event(event, value)
    return builder.value


def read_submission(text: str) -> tuple[NotebookNode, list[str]]:
    """Read what a student handed in, whatever it is.

    Returns:
        The notebook, and a remark on what was wrong, if anything was. What cannot be read is an
        empty notebook.
    """
    try:
        if text.count("[") + text.count("{") > MOST_PARTS:
            raise ValueError("too many parts")
        data, remarks = _parsed(text)
        nb = _notebook_of(data)
        if conflicts.without_markers(nb.cells) and conflicts.SAID not in remarks:
            remarks = [*remarks, conflicts.SAID]
    except Exception:  # damaged JSON fails in many ways, all with one meaning
        return nbformat.v4.new_notebook(), [
            "The file is not a notebook (it may have been cut off or saved as something else); "
            "it counts as nothing handed in."
        ]
    return nb, remarks


def _parsed(text: str) -> tuple[Any, list[str]]:
    """What a file holds, and a remark if it could not simply be read.

    Raises:
        ValueError: Nothing of it can be read.
    """
    remarks: list[str] = []
    try:
        return _loads(text), remarks
    except json.JSONDecodeError:
        if conflicts.has_markers(text):
            remarks = [conflicts.SAID]
            with contextlib.suppress(ValueError):
                return conflicts.merged(text, _loads), remarks
            text = conflicts.resolve(text)
    remarks.append("The file was cut off or damaged; the cells before that place were saved.")
    return {"cells": _whole_cells(text)}, remarks


def _loads(text: str) -> Any:
    return json.loads(text, strict=False)


def _notebook_of(data: dict[str, Any]) -> NotebookNode:
    """A notebook of any format as the newest one; the repair asks no more of it than its cells."""
    metadata = data.get("metadata")
    data = data | {"metadata": metadata if isinstance(metadata, dict) else {}}
    if "worksheets" in data:
        nb = nbformat.reads(json.dumps(data), as_version=4)
    else:
        # Not checked against nbformat's rules: it would refuse what can be repaired.
        kept = {key: data[key] for key in ("cells", "metadata")}
        nb = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, **kept})
    if not isinstance(nb.cells, list):
        raise TypeError("the cells are no list")
    return nb


def _whole_cells(text: str) -> list[Any]:
    """The cells that stand complete before the place where a file is damaged.

    Raises:
        ValueError: There is none.
    """
    decoder = json.JSONDecoder(strict=False)
    start = re.search(r'"cells"\s*:\s*\[', text)
    cells: list[Any] = []
    place = start.end() if start else len(text)
    while begin := re.compile(r"[\s,]*(?=\{)").match(text, place):
        try:
            cell, place = decoder.raw_decode(text, begin.end())
        except json.JSONDecodeError:
            break
        cells.append(cell)
    if not cells:
        raise ValueError("no cell is whole")
    return cells
