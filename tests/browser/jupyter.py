"""A Jupyter server of the course's own commands, for the tests in a browser."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
"""How long something is waited for; it takes seconds on an idle machine."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the file with what it says."""

    address: str
    log: Path

    def wait(self) -> None:
        """Wait until it answers."""
        _until(lambda: "is running at" in self.log.read_text())

    def wait_for_kernels(self) -> None:
        """Wait until no kernel starts: a server that is told to end meanwhile never does."""
        _until(lambda: all(one["execution_state"] != "starting" for one in self._kernels()))

    def _kernels(self) -> list[dict[str, str]]:
        with urllib.request.urlopen(f"{self.address}api/kernels", timeout=SECONDS) as answer:
            return json.load(answer)


@contextlib.contextmanager
def serving(*words: str, home: Path, folder: Path) -> Iterator[Server]:
    """Run ``gancourse lab`` or ``formgrader`` in a folder, as a user with an empty home."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "gancourse", *words, "--no-browser", f"--port={port}"]
    command += ["--allow-root", "--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    environment = os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    for name in [name for name in environment if name.startswith(("JUPYTER", "TQDM"))]:
        del environment[name]
    server = Server(f"http://127.0.0.1:{port}/", home / "log")
    with server.log.open("w") as file:
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=file)
    try:
        server.wait()
        yield server
        server.wait_for_kernels()
    finally:
        running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(timeout=60)
        running.kill()
        running.wait()


def _until(done) -> None:
    for _ in range(SECONDS * 10):
        if done():
            return
        time.sleep(0.1)
