"""Paths as people type them."""

from __future__ import annotations

from pathlib import Path


def at_home(path: Path | None) -> Path | None:
    """A path whose ``~`` is the user's home, as the pages write it: no shell of Windows does that,
    and none that quotes keep from it."""
    return path.expanduser() if path else path
