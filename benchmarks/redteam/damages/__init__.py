"""Damaged submissions, a function each; importing the modules fills the list."""

from benchmarks.redteam.damages import cells, data, files, moved  # noqa: F401 - they register
from benchmarks.redteam.damages.damage import DAMAGES, Damage

__all__ = ["DAMAGES", "Damage"]
