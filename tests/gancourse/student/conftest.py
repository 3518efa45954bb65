from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from gancourse.course.tidy import read, write
from gancourse.student import lessons

LESSON = "02_building_blocks"
NOISE = """\
import torch

def get_noise(n_samples, z_dim, device="cpu"):
    return torch.randn(n_samples, z_dim, device=device)
"""


@pytest.fixture(scope="session")
def released() -> NotebookNode:
    """Lesson 02 as it is given out; do not change it."""
    return read(lessons.released_lessons()[LESSON])


@pytest.fixture
def release(tmp_path, monkeypatch) -> Callable[[NotebookNode], None]:
    """Let a made-up release of lesson 02 be the one that is installed."""

    def set_release(nb: NotebookNode) -> None:
        write(nb, tmp_path / "installed" / LESSON / f"{LESSON}.ipynb")
        monkeypatch.setattr(lessons, "CARRIED", tmp_path / "installed")

    return set_release


@pytest.fixture
def folder(tmp_path) -> Path:
    """A name for a student's folder: with what names have in them."""
    return tmp_path / "Übungen von Zoë" / "GANs"


def cell_of(nb: NotebookNode, cell_id: str) -> NotebookNode:
    return next(cell for cell in nb.cells if cell.id == cell_id)


def changed(nb: NotebookNode, **sources: str) -> NotebookNode:
    """A copy of a notebook with other texts in some cells: ``get_noise`` is the cell get-noise."""
    nb = copy.deepcopy(nb)
    for name, source in sources.items():
        cell_of(nb, name.replace("_", "-")).source = source
    return nb
