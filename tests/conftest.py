from __future__ import annotations

import signal


def pytest_configure() -> None:
    # A shell that starts the tests in the background lets them ignore Ctrl-C, which some test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
