"""The student's side: runs cells as a notebook does, and observes answers.

This module shares its process with the student's code, which can change everything in it. So
nothing that it says is trusted: it says what was shown and what was observed.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import json
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import graders
from gancourse.sandbox import wire
from gancourse.sandbox.origins import origins
from graders.core.cells import defines, syntax_error
from graders.core.check import Item
from graders.core.errors import Raised, describe_error

FOREVER = 10**9
FRAME = 100
"""How many bytes an output takes beside its text."""
LONGEST_CHARACTER = 12
"""How many bytes one character may take in a message."""
CUT = "\n(The output is too long; the rest is cut off.)\n"


OBSERVE = Item.observe
"""As it is before a student's code can put something else in its place."""


class OutputRecorder:
    """Collects what a cell shows, as a notebook file keeps it, up to a number of bytes."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.outputs: list[dict[str, Any]] = []

    def add(self, output: dict[str, Any]) -> None:
        size = _length(_plain(output))
        if self.budget <= 0:
            return
        self.budget -= size
        if self.budget <= 0:
            output = {"output_type": "stream", "name": "stdout", "text": CUT}
        self.outputs.append(output)

    def write(self, name: str, text: str) -> None:
        """Add to a stream; text that follows on itself makes one output."""
        if self.budget <= 0 or not text:
            return
        last = self.outputs[-1] if self.outputs else {}
        follows = last.get("output_type") == "stream" and last.get("name") == name
        self.budget -= 0 if follows else FRAME
        if len(text) > self.budget or (length := _length(text)) > self.budget:
            text, length = text[: max(0, self.budget) // LONGEST_CHARACTER] + CUT, self.budget
        self.budget -= length
        if follows:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def take(self) -> list[dict[str, Any]]:
        """What was shown since the last time."""
        taken, self.outputs = self.outputs, []
        for output in taken:
            if "parts" in output:
                output["text"] = "".join(output.pop("parts"))
        return taken


class _Stream(io.TextIOBase):
    def __init__(self, recorder: OutputRecorder, name: str) -> None:
        self.recorder, self.name = recorder, name

    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> int:
        self.recorder.write(self.name, str(text))
        return len(text)


class _Publisher(DisplayPublisher):
    recorder: OutputRecorder | None = None

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **kwargs: Any,
    ) -> None:
        if self.recorder is not None:
            self.recorder.add(
                {"output_type": "display_data", "data": data, "metadata": metadata or {}}
            )

    def clear_output(self, wait: bool = False) -> None:
        if self.recorder is not None:
            self.recorder.outputs.clear()


class _Hook(DisplayHook):
    shell: Shell

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        publisher = self.shell.display_pub
        if publisher.recorder is not None:
            publisher.recorder.add(
                {
                    "output_type": "execute_result",
                    "execution_count": None,
                    "data": dict(format_dict),
                    "metadata": dict(md_dict or {}),
                }
            )

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """An IPython that keeps its outputs: made once, before the process is forked."""

    display_pub: _Publisher
    items: dict[str, Item]
    stopped: list[tuple[str, BaseException]]
    """The cells that ended with an error, and the error."""

    @classmethod
    def make(cls) -> Shell:
        """A shell without history, colours, or anything that outlives it."""
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        shell = cls.instance(
            config=config, display_pub_class=_Publisher, displayhook_class=_Hook, user_ns={}
        )
        shell.items = {name: getattr(graders, name) for name in graders.MODULES}
        Item.__call__ = judged_outside  # type: ignore[method-assign]  # its judge is not here
        shell.stopped = []
        return shell

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: as in a kernel without a screen, ``%matplotlib inline`` asks for it."""

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a command such as ``%matplotlib widget``.

        One that fails here may have worked where the notebook was written. Its error is shown, and
        the rest of the cell, where an answer may stand, is run.
        """
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except Exception:
            self.showtraceback()
            return None

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        recorder = self.display_pub.recorder
        if recorder is not None:
            lines = [str(line) for line in stb] if isinstance(stb, list) else str(stb).split("\n")
            recorder.add(
                {
                    "output_type": "error",
                    "ename": str(getattr(etype, "__name__", etype)),
                    "evalue": str(evalue)[:2000],
                    "traceback": lines,
                }
            )

    def run(self, source: str, recorder: OutputRecorder) -> None:
        """Run one cell; ``recorder`` collects what it shows."""
        self.display_pub.recorder = recorder
        with _streams(recorder):
            result = self.run_cell(source, store_history=True)
        if error := result.error_before_exec or result.error_in_exec:
            self.stopped.append((source, error))

    def observe_answer(self, request: dict[str, Any]) -> list[Any]:
        """Observe the answer of one item on the inputs that are handed in."""
        item = self.items[request["item"]]
        if request["name"] not in self.user_ns:
            return [self._missing(request["name"])] * len(item.aspects)
        answer = self.user_ns[request["name"]]
        return OBSERVE(item, answer, request["given"], request["seed"])

    def _missing(self, name: str) -> Raised:
        """What is said of an answer that the notebook does not define."""
        text, cause = f"NameError: name '{name}' is not defined", "no cell defines this name"
        if stopped := [cell for cell in self.stopped if defines(cell[0], name)]:
            source, error = stopped[-1]
            words = None
            if isinstance(error, SyntaxError):  # IPython says less than Python of some
                words = syntax_error("\n".join(map(_no_magic, source.split("\n"))))
            words = words or describe_error(error, describe_error).text
            cause = f"the answer cell ended with {words}"
        elif similar := difflib.get_close_matches(name, map(str, self.user_ns), n=1, cutoff=0.75):
            cause += f"; there is one that defines `{similar[0]}`"
        return Raised(text, "NameError", in_answer=False, cause=cause)


def judged_outside(self: Item, answer: Any) -> None:
    """What a check does when a cell of the student's own calls it."""
    print(f"{self.name}: this call is not judged; the check's own cell is, outside.")


@contextlib.contextmanager
def _streams(recorder: OutputRecorder) -> Iterator[None]:
    before = sys.stdout, sys.stderr, sys.stdin
    sys.stdout, sys.stderr = _Stream(recorder, "stdout"), _Stream(recorder, "stderr")
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = before


def serve(shell: Shell, sock: socket.socket, budget: int) -> None:
    """Answer requests until the other side has gone.

    A request is a dict: ``{"nonce", "files": texts by name}``, ``{"nonce", "run": source}`` or
    ``{"nonce", "item", "name", "given", "seed"}``. The reply is ``{"nonce"}``,
    ``{"nonce", "outputs"}`` or ``{"nonce", "seen", "origins"}``.
    """
    # As in a kernel: what a notebook writes beside itself can be imported. It is done this late
    # since all that the course needs has been imported by now, and no file can take its place.
    sys.path.insert(0, "")
    recorder = OutputRecorder(budget)
    working = False

    def interrupt(*_: Any) -> None:
        if working:  # else it came when the cell had just ended
            raise KeyboardInterrupt

    for name in ("SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)
    while True:
        try:
            request = wire.decode(wire.receive(sock, _forever(), wire.MOST_BYTES))
        except wire.Closed:
            return
        reply = {"nonce": request["nonce"]}
        try:
            working = True
            if "files" in request:
                _write(request["files"])
            elif "run" in request:
                shell.run(request["run"], recorder)
            else:
                reply["origins"] = origins(shell.user_ns.get(request["name"]))
                reply["seen"] = shell.observe_answer(request)
            working = False
        except BaseException:  # interrupted; or a student's object fails where it is looked at
            working = False
        if "run" in request:
            reply["outputs"] = recorder.take()
        wire.send(sock, _encode(reply), _forever())


def _write(files: dict[str, str]) -> None:
    """Put files into the notebook's folder, as far as the limits allow."""
    for name, text in files.items():
        with contextlib.suppress(OSError):
            Path(name).write_text(text, encoding="utf-8")


def _encode(reply: dict[str, Any]) -> bytes:
    """The reply as bytes; nothing but its nonce if it cannot be sent.

    Outputs that are no plain values become text. Of observations only those of the aspect that
    cannot be sent are left out.
    """
    if "outputs" in reply:
        reply = reply | {"outputs": [_plain(output) for output in reply["outputs"]]}
    if "seen" in reply:
        reply = reply | {"seen": _sendable(reply["seen"])}
    try:
        message = wire.encode(reply)
    except wire.WireError:
        message = b""
    if not message or len(message) > wire.MOST_BYTES:
        message = wire.encode({"nonce": reply["nonce"]})
    return message


def _no_magic(line: str) -> str:
    """A line of Python as it is; nothing in the place of IPython's own commands."""
    return "" if line.lstrip().startswith(("%", "!")) else line


def _sendable(seen: list[Any]) -> list[Any]:
    """The observations, None for an aspect whose own cannot be sent beside those before it."""
    bytes_left, text_left = wire.MOST_BYTES - FRAME, wire.MOST_TEXT - FRAME
    sendable: list[Any] = []
    for one in seen:
        try:
            message = wire.encode({"seen": [one]})  # as deep as in the reply
        except wire.WireError:
            message, one = b"", None
        text = int.from_bytes(message[:8], "big")
        if len(message) > bytes_left or text > text_left:
            one = None
        else:
            bytes_left, text_left = bytes_left - len(message), text_left - text - len(", null")
        sendable.append(one)
    return sendable


def _length(output: Any) -> int:
    """How many bytes an output takes in a message."""
    return len(json.dumps(output))


def _plain(value: Any, depth: int = 0) -> Any:
    if value is None or type(value) in (bool, float, str):
        return value
    if type(value) is int and abs(value) < 2**63:
        return value
    try:
        if isinstance(value, dict) and depth < 8:
            return {_text(key): _plain(part, depth + 1) for key, part in value.items()}
        if isinstance(value, list | tuple) and depth < 8:
            return [_plain(part, depth + 1) for part in value]
        return _text(value)
    except Exception:  # an object that cannot be written down
        return ""


def _text(value: Any) -> str:
    return str.__str__(str(value))[:1000]


def _forever() -> float:
    return time.monotonic() + FOREVER
