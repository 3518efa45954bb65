"""Runs notebooks in the sandbox, from outside: start it, talk to it, give up on it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gancourse.sandbox import STRONG, WEAK, SandboxError, cgroups
from gancourse.sandbox.bubblewrap import bubblewrap, environment, spare_user, why_weak
from gancourse.sandbox.limits import Limits

if TYPE_CHECKING:  # it imports PyTorch, which this process can do while the server does, too
    from gancourse.sandbox.conversation import Conversation

START_SECONDS = 120
END_SECONDS = 20
MARGIN_BYTES = 2**20
if sys.platform == "win32":
    NEW_GROUP, INTERRUPT = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
else:
    NEW_GROUP, INTERRUPT = 0, signal.SIGINT


@dataclass(frozen=True)
class Request:
    """One code cell to run, or one check to observe.

    Attributes:
        cell: The cell's place in the notebook.
        source: The code to run; None for a check.
        item: The name of the check, as in ``graders.check_get_noise``.
        name: What the check looks at: the name of the student's object.
        given: The inputs that the check hands to the answer.
        seed: For the random numbers that the answer draws.
    """

    cell: int
    source: str | None = None
    item: str = ""
    name: str = ""
    given: Any = None
    seed: int = 0

    @property
    def is_check(self) -> bool:
        return self.source is None

    def message(self) -> dict[str, Any]:
        """As `shell.serve` reads it."""
        if self.is_check:
            return {"item": self.item, "name": self.name, "given": self.given, "seed": self.seed}
        return {"run": self.source}


@dataclass
class Execution:
    """What came back from one notebook.

    Attributes:
        isolation: ``strong`` or ``weak``.
        shortfall: What isolation lacks here: a sentence, or nothing.
        outputs: For each cell that was run, what it showed, in no way trusted.
        seen: For each check that was observed, what was seen.
        origins: For each check that was observed, where its answer says that it comes from.
        unreadable: Checks whose observations could not be sent or read.
        interrupted: Cells that ran too long and were interrupted.
        last: The cell at which the notebook ended early, or None.
        why: Why it ended early: a sentence.
        starved: Whether the clock stopped it while it waited for the processor, on a busy machine.
        seconds: How long it took.
    """

    isolation: str
    shortfall: str = ""
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    seen: dict[int, list[Any]] = field(default_factory=dict)
    origins: dict[int, Any] = field(default_factory=dict)
    unreadable: list[int] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)
    last: int | None = None
    why: str = ""
    starved: bool = False
    seconds: float = 0.0


REASONS = {
    None: "The process that ran it ended",
    "memory": "It used more memory than a submission may",
    "processes": "It started more processes than a submission may",
    "busy": "It kept too many processes busy at one time",
    "time": "The notebook ran longer than a submission may",
    "stuck": "A cell ran on and on, and could not be interrupted",
}


class Executor:
    """A warm server and its sandbox: runs one notebook at a time. A context manager.

    Args:
        limits: What one submission may use, by name; the rest as in `Limits`.
        isolation: ``strong``, ``weak``, or None for the best that this machine has.
        course: The folder of the course that is graded, which is kept out of sight.

    Raises:
        SandboxError: The course could be seen from inside.
    """

    def __init__(
        self,
        limits: Mapping[str, int] | None = None,
        isolation: str | None = None,
        course: Path | None = None,
    ) -> None:
        self.limits = Limits().table() | dict(limits or {})
        self.course = course
        self.shortfall = "" if isolation else why_weak(course)
        self.isolation = isolation or (WEAK if self.shortfall else STRONG)
        self._server: _Server | None = None

    def __enter__(self) -> Executor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and everything in it."""
        if self._server:
            self._server.close()
            self._server = None

    def start(self) -> None:
        """Begin to start the server; `run` waits until it is ready."""
        if self._server is None:
            self._server = _Server(self.limits, self.isolation, self.course)

    def run(self, requests: list[Request], files: Mapping[str, str] | None = None) -> Execution:
        """Run cells and observe checks in their order, in a fresh process.

        Args:
            requests: The cells and checks.
            files: Texts by name; they lie in the notebook's folder when it begins.

        Raises:
            SandboxError: The sandbox could not be started or broke; the next run starts another.
        """
        self.start()
        from gancourse.sandbox import wire

        server = self._server
        assert server
        try:
            server.wait_until_ready()
        except SandboxError:
            self.close()
            raise
        begin = time.monotonic()  # what the first one waits for the server is not its own time
        execution = Execution(self.isolation, self.shortfall or server.shortfall)
        try:
            with server.notebook() as conversation:
                _converse(conversation, requests, files, execution, self.limits)
            if execution.last is not None:
                execution.why = REASONS[conversation.trouble or execution.why or None]
            execution.starved = conversation.starved and not conversation.trouble
        except (OSError, wire.Closed, wire.Late, ValueError) as error:
            self.close()
            raise SandboxError(f"the sandbox broke: {error or type(error).__name__}") from error
        execution.seconds = time.monotonic() - begin
        return execution


def _converse(
    conversation: Conversation,
    requests: list[Request],
    files: Mapping[str, str] | None,
    execution: Execution,
    limits: dict[str, int],
) -> None:
    """Make the requests one by one; stop where the process ends or cannot be stopped otherwise."""
    from gancourse.sandbox import wire
    from gancourse.sandbox.conversation import Usage

    hard = time.monotonic() + limits["notebook_seconds"]
    # The shell inside keeps to the limit of its outputs. What sends more than that, with its
    # frame, is no shell any more.
    room = 2 * 1024 * limits["output_kilobytes"] + MARGIN_BYTES
    if files:
        with contextlib.suppress(wire.Closed, wire.Late, wire.WireError):  # the next one tells
            seconds = time.monotonic() + limits["cell_seconds"]
            conversation.ask({"files": dict(files)}, seconds, hard, room)
    for request in requests:
        if time.monotonic() >= hard:
            execution.last, execution.why = request.cell, "time"
            conversation.note_starved(Usage(0, 0), conversation.begin)
            return
        if request.is_check:
            seconds, most = limits["check_seconds"], wire.MOST_BYTES
        else:
            seconds = limits["again_seconds" if execution.interrupted else "cell_seconds"]
            most = room
        try:
            reply = conversation.ask(request.message(), seconds, hard, most)
        except (wire.Closed, wire.Late) as error:
            execution.last = request.cell
            if isinstance(error, wire.Late):
                execution.why = "time" if time.monotonic() >= hard else "stuck"
                conversation.note_starved(Usage(0, 0), conversation.begin)
            return
        except wire.WireError as error:  # the cell is too long to be sent
            why = f"Not run: {error}."
            execution.outputs[request.cell] = [
                {"output_type": "error", "ename": "TooLong", "evalue": why, "traceback": [why]}
            ]
            continue
        if conversation.interrupted:
            execution.interrupted.append(request.cell)
        if not request.is_check:
            room -= conversation.length
            outputs = reply.get("outputs")
            execution.outputs[request.cell] = outputs if isinstance(outputs, list) else []
        elif isinstance(reply.get("seen"), list):
            execution.seen[request.cell] = reply["seen"]
            execution.origins[request.cell] = reply.get("origins")
        elif not conversation.interrupted:
            execution.unreadable.append(request.cell)


# The server's process ----------------------------------------------------------------------------


class _Server:
    """The process that is forked for each notebook; on a system without fork, a new one each."""

    def __init__(self, limits: dict[str, int], isolation: str, course: Path | None) -> None:
        self.limits, self.isolation, self.course = limits, isolation, course
        self.forks = sys.platform == "linux"
        self.process: subprocess.Popen | None = None
        self.group: cgroups.Group | None = None
        self.shortfall = ""
        self.ready = not self.forks
        if self.forks:
            self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "gancourse.sandbox.server", str(theirs.fileno())]
        if self.isolation == STRONG:
            command = [*bubblewrap(self.course), *command]
        with contextlib.suppress(OSError):
            self.group = cgroups.Group()
            command = self.group.enter(command)
        with theirs:
            self.process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment(self.isolation),
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the instructor's side
            )
        self.control = ours

    def wait_until_ready(self) -> None:
        """Wait until it can run notebooks.

        Raises:
            SandboxError: It could not be started.
        """
        if self.ready or self.process is None:
            return
        try:
            self._hear(START_SECONDS)
        except (OSError, ValueError):
            self.process.kill()
            lines = self.process.communicate()[1].decode(errors="replace").strip().splitlines()
            raise SandboxError(
                f"the sandbox did not start: {lines[-1] if lines else 'it said nothing'}"
            ) from None
        if self.group and self.group.is_empty():
            self.group.close()
            self.group = None
        if self.group:
            self.group.limit(self.limits)
        self.shortfall = "" if self.group else cgroups.NONE_HERE
        self.ready = True

    def _hear(self, seconds: float) -> dict[str, Any]:
        self.control.settimeout(seconds)
        message = self.control.recv(1 << 16)
        if not message:
            raise OSError("the server has gone")
        return json.loads(message)

    def _tell(self, **command: Any) -> None:
        self.control.settimeout(END_SECONDS)
        self.control.send(json.dumps(command).encode())

    def _ask(self, **command: Any) -> dict[str, Any]:
        self._tell(**command)
        return self._hear(END_SECONDS)

    @contextlib.contextmanager
    def notebook(self) -> Iterator[Conversation]:
        """A process for one notebook; when the block ends, nothing of it is left."""
        with self._forked() if self.forks else self._spawned() as conversation:
            yield conversation

    @contextlib.contextmanager
    def _forked(self) -> Iterator[Conversation]:
        from gancourse.sandbox.conversation import Conversation, Usage

        ours, theirs = socket.socketpair()
        uid = spare_user() if self.isolation == STRONG else None
        with ours, tempfile.TemporaryDirectory(prefix="notebook-") as folder:
            start = {"do": "start", "limits": self.limits, "uid": uid, "folder": folder}
            start["isolated"] = self.isolation == STRONG
            with theirs:
                socket.send_fds(self.control, [json.dumps(start).encode()], [theirs.fileno()])
                self._hear(END_SECONDS)
            conversation = Conversation(
                ours, lambda: self._tell(do="interrupt"), lambda: Usage(**self._ask(do="usage"))
            )
            try:
                yield conversation
            finally:
                conversation.trouble = self._ask(do="end")["ended"]
                if self.group and self.group.has_killed():
                    conversation.trouble = "memory"

    @contextlib.contextmanager
    def _spawned(self) -> Iterator[Conversation]:
        from gancourse.sandbox import wire
        from gancourse.sandbox.conversation import Conversation, Usage

        token = secrets.token_hex(16)
        secret = {"GANCOURSE_TOKEN": token, "GANCOURSE_LIMITS": json.dumps(self.limits)}
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            tempfile.TemporaryDirectory(prefix="notebook-", ignore_cleanup_errors=True) as folder,
        ):
            port = listener.getsockname()[1]
            process = subprocess.Popen(
                [sys.executable, "-m", "gancourse.sandbox.server", "--once", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(WEAK) | secret,
                cwd=folder,
                start_new_session=sys.platform != "win32",
                creationflags=NEW_GROUP,
            )
            try:
                listener.settimeout(START_SECONDS)
                sock, _ = listener.accept()
                with sock:
                    first = wire.receive_exactly(sock, len(token), time.monotonic() + 5)
                    if first != token.encode():
                        raise SandboxError("a stranger spoke to the sandbox")
                    yield Conversation(
                        sock,
                        lambda: process.send_signal(INTERRUPT),
                        lambda: Usage(time.monotonic(), 0),
                    )
            finally:
                if sys.platform != "win32":
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                process.kill()
                process.wait()

    def close(self) -> None:
        if self.process is None:
            return
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()
        self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()
        if self.group:
            self.group.close()
