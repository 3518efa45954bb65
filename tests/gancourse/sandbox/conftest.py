from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from gancourse.sandbox import STRONG, WEAK
from gancourse.sandbox.bubblewrap import best_isolation
from gancourse.sandbox.executor import Executor
from tests.gancourse.sandbox.cells import LIMITS


@pytest.fixture(scope="module")
def strong() -> Iterator[Executor]:
    if sys.platform != "linux" or best_isolation() != STRONG:
        pytest.skip("this machine has no bubblewrap, or does not let it make namespaces")
    with Executor(LIMITS, STRONG) as executor:
        yield executor


@pytest.fixture(scope="module")
def weak() -> Iterator[Executor]:
    with Executor(LIMITS, WEAK) as executor:
        yield executor
