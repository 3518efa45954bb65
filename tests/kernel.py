"""A kernel as a student has it: cells run in it one after another, and can be stopped."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).parents[1]


@dataclass
class Shown:
    """What a cell has shown.

    Attributes:
        printed: its standard output.
        displays: what it displayed, each in all its states, as plain text.
        html: the last state of each display.
        error: the name and the text of its error; empty without one.
    """

    printed: str = ""
    displays: dict[str, list[str]] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    error: str = ""


class Kernel:
    def __init__(self, manager: Any, client: Any) -> None:
        self._manager = manager
        self._client = client

    def run(self, code: str, *, stop_when_printed: str = "") -> Shown:
        """Run a cell; press the Stop button when it has printed something."""
        shown = Shown()

        def note(message: dict[str, Any]) -> None:
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and content["name"] == "stdout":
                before = shown.printed
                shown.printed += content["text"]
                if stop_when_printed in shown.printed and stop_when_printed not in before:
                    self._manager.interrupt_kernel()
            elif kind in ("display_data", "update_display_data"):
                name = content.get("transient", {}).get("display_id", str(len(shown.displays)))
                data = content["data"]
                shown.displays.setdefault(name, []).append(data.get("text/plain", ""))
                shown.html[name] = data.get("text/html", "")
            elif kind == "error":
                shown.error = f"{content['ename']}: {content['evalue']}"

        self._client.execute_interactive(code, output_hook=note, allow_stdin=False, timeout=300)
        return shown


@contextlib.contextmanager
def kernel() -> Iterator[Callable[..., Shown]]:
    """Start a kernel in which progress is shown; yield its `Kernel.run`."""
    env = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    manager, client = start_new_kernel(env=env, startup_timeout=120)
    try:
        yield Kernel(manager, client).run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
