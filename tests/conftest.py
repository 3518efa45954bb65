from __future__ import annotations

import signal

import pytest

from tests.changed import changed_files, matters


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--changed",
        action="store_true",
        help="only the tests that stand where files changed since the branch upstream",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes minutes; leave it out with -m 'not slow'")
    # A shell that starts the tests in the background lets them ignore Ctrl-C, which some test.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--changed"):
        changed = changed_files()
        kept = [item for item in items if matters(item.nodeid, changed)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
