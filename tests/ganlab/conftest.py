# ruff: noqa: NPY002 - the global generator is what has to be put back
"""Keep the tests away from the user's own cache and data, and from each other's global state."""

import random
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import torch


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_folders(shared_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANLAB_CACHE", str(shared_cache))
    monkeypatch.setenv("GANLAB_DATA", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def unchanged_process() -> Iterator[None]:
    threads = torch.get_num_threads()
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    with matplotlib.rc_context():
        yield
    torch.set_num_threads(threads)
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
