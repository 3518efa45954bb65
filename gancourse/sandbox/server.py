"""The warm process: PyTorch is loaded once, then every notebook gets a copy of it by ``fork``.

    python -m gancourse.sandbox.server CONTROL_FD     inside bubblewrap, or on plain Linux
    python -m gancourse.sandbox.server --once PORT    one notebook, on a system without fork

The first form reads commands from a socket, each a JSON text: ``start`` (with the socket of the
notebook beside it), ``usage``, ``interrupt`` and ``end``. It never runs a student's code itself.
And it has one thread for good: a fork would lose the others.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

from gancourse.sandbox import compiler, observing
from gancourse.sandbox.limits import MEGABYTE

if sys.platform != "win32":
    from gancourse.sandbox import namespaces, pages, usage

TICK = 0.05
"""Seconds between two looks at what the notebook uses."""

FREE_THREADS = 2
"""How many processes and threads may compute at one time as long as they like: one that trains, one
that loads. More would take the processor from the notebooks that run beside this one, for as many
run as there are processors."""


def warm_up() -> Any:
    """Load what lessons import, the checks without their judges, and make the shell."""
    with observing.installed():
        import matplotlib.pyplot  # noqa: F401
        import torch

        compiler.postpone()
        import torchvision  # noqa: F401
        import tqdm.auto  # noqa: F401

    import ganlab
    import graders
    from gancourse.sandbox.shell import Shell

    for name in graders.__all__:
        getattr(graders, name)
    for module in pkgutil.iter_modules(ganlab.__path__, "ganlab."):
        importlib.import_module(module.name)
    torch.set_num_threads(1)
    shell = Shell.make()
    rehearse()
    gc.collect()
    gc.freeze()  # pages of what is loaded stay shared between the copies
    return shell


def rehearse() -> None:
    """Train and draw once: the first time takes longest, and every notebook would pay for it."""
    import matplotlib.pyplot as plt
    import torch
    from torch import nn

    with torch.random.fork_rng(devices=[]):
        gen = nn.Sequential(
            *(nn.Linear(4, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Unflatten(1, (2, 4, 4))),
            *(nn.ConvTranspose2d(2, 1, 4, 2, 1), nn.BatchNorm2d(1), nn.Tanh()),
        )
        disc = nn.Sequential(
            nn.Conv2d(1, 2, 4, 2, 1), nn.LeakyReLU(), nn.Flatten(), nn.Linear(32, 1)
        )
        optimizer = torch.optim.Adam([*gen.parameters(), *disc.parameters()])
        prediction = disc(gen(torch.randn(2, 4)))
        nn.BCEWithLogitsLoss()(prediction, torch.ones_like(prediction)).backward()
        optimizer.step()
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="line")
    axes.imshow([[0.0, 1.0]])
    axes.legend()
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


class Notebook:
    """The processes of the one notebook that runs now.

    Attributes:
        keeper: The child that stands between the server and the student's code.
        first: The process that signals go to.
        limits: The table of settings.
        isolated: Whether the network and the folders for files are its own.
        trouble: Why it was ended, if the server ended it.
        clock: What it has computed.
    """

    def __init__(self, keeper: int, first: int, limits: dict[str, int], isolated: bool) -> None:
        self.keeper, self.first, self.limits, self.isolated = keeper, first, limits, isolated
        self.trouble: str | None = None
        self.clock = usage.Clock()
        self.before = usage.memory_of(os.getpid())
        self.busy_seconds = 0.0
        self.looked = time.monotonic()

    def watch(self) -> None:
        """Count what all its processes use together; end the notebook if that is too much."""
        pids = usage.descendants(os.getpid())
        now = time.monotonic()
        since, self.looked = now - self.looked, now
        busy = sum(map(usage.busy_threads, pids))
        self.clock.look(pids, busy > 0, since)
        self.busy_seconds += max(0, busy - FREE_THREADS) * since
        if self._memory(pids) > self.limits["memory_megabytes"] * MEGABYTE:
            self.trouble = "memory"
        elif len(pids) > 4 * self.limits["processes"]:
            self.trouble = "processes"
        elif self.busy_seconds > self.limits["busy_seconds"]:
            self.trouble = "busy"
        if self.trouble:
            self.end()

    def _memory(self, pids: list[int]) -> int:
        used = sum(max(0, usage.memory_of(pid) - self.before) for pid in pids)
        if self.isolated:
            used += usage.memory_of_sockets(self.keeper)
            used += usage.memory_of_files(self.keeper, namespaces.file_folders())
        return used

    def interrupt(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.first, signal.SIGINT)

    def end(self) -> None:
        """Kill every process that the notebook has started, however it is called."""
        for pid in (self.keeper, self.first):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for _ in range(200):
            left = usage.descendants(os.getpid())
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            _reap()
            if not left:
                return
            time.sleep(0.005)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve(control: socket.socket) -> None:
    """Obey the commands that come over ``control`` until its other end closes."""
    namespaces.adopt_orphans()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # whoever started this may have blocked some
    shell = warm_up()
    control.send(json.dumps({"ready": True}).encode())
    notebook: Notebook | None = None
    merged = False
    while True:
        if not select.select([control], [], [], TICK if notebook else None)[0]:
            if notebook and not notebook.trouble:
                notebook.watch()
            continue
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not message:
            break
        command = json.loads(message)
        match command["do"]:
            case "start":
                notebook = _start(shell, descriptors[0], command, control)
                os.close(descriptors[0])
            case "interrupt" if notebook:
                notebook.interrupt()
            case "usage" if notebook:
                clock = notebook.clock
                control.send(json.dumps({"spent": clock.spent, "wanted": clock.wanted}).encode())
            case "end" if notebook:
                notebook.end()
                control.send(json.dumps({"ended": notebook.trouble}).encode())
                notebook = None
                if not merged:  # it takes half a second: not before the first one
                    pages.merge_pages()
                    merged = True
    if notebook:
        notebook.end()


def _start(shell: Any, descriptor: int, command: dict, control: socket.socket) -> Notebook:
    """Fork the keeper, which forks the notebook's process."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    keeper = os.fork()
    if keeper == 0:
        os.close(reader)
        control.close()
        _keep(shell, descriptor, command, writer)
    os.close(writer)
    with os.fdopen(reader) as file:
        first = int(file.readline() or keeper)
    control.send(json.dumps({"started": first != keeper}).encode())
    return Notebook(keeper, first, command["limits"], command["isolated"])


def _keep(shell: Any, descriptor: int, command: dict, writer: int) -> NoReturn:
    """The keeper: leaves the namespaces of the server, forks once more, and waits."""
    status = 1
    try:
        os.setsid()
        namespaces.die_with_parent()
        namespaces.volunteer()
        if command["isolated"]:
            namespaces.leave()
        first = os.fork()
        if first == 0:
            os.close(writer)
            _first(shell, descriptor, command)
        os.close(descriptor)
        os.write(writer, f"{first}\n".encode())
        os.close(writer)
        status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
    finally:
        os._exit(status & 0xFF)


def _first(shell: Any, descriptor: int, command: dict) -> NoReturn:
    """The first process of the notebook's own list: settles in, forks the student's, and waits."""
    try:
        namespaces.die_with_parent()
        if command["isolated"]:
            namespaces.settle(command["limits"]["disk_megabytes"])
            namespaces.drop_privileges(command["uid"])
            namespaces.die_with_parent()  # a change of user forgets it
            namespaces.hide()
        else:
            namespaces.adopt_orphans()
            os.chdir(command["folder"])
        student = os.fork()
        if student == 0:
            _student(shell, descriptor, command)
        os.close(descriptor)
        signal.signal(signal.SIGINT, lambda *_: os.kill(student, signal.SIGINT))
        while True:
            pid, _ = os.wait()
            if pid == student:
                break
    finally:
        os._exit(0)


def _student(shell: Any, descriptor: int, command: dict) -> NoReturn:
    """The process in which the student's code runs."""
    from gancourse.sandbox.shell import serve as serve_notebook

    try:
        namespaces.die_with_parent()
        if command["isolated"]:
            namespaces.show()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        channel = os.dup2(descriptor, 3)
        os.closerange(4, 1 << 12)
        namespaces.limit(command["limits"])
        os.environ["HOME"] = os.getcwd()
        budget = command["limits"]["output_kilobytes"] * 1024
        serve_notebook(shell, socket.socket(fileno=channel), budget)
    finally:
        os._exit(0)


def once(port: int) -> None:
    """Serve one notebook over a connection to this machine's ``port``: no fork is needed."""
    from gancourse.sandbox.shell import serve as serve_notebook

    token = os.environ.pop("GANCOURSE_TOKEN")
    limits = json.loads(os.environ.pop("GANCOURSE_LIMITS"))
    shell = warm_up()
    sock = socket.create_connection(("127.0.0.1", port))
    sock.sendall(token.encode())
    if sys.platform != "win32":
        namespaces.limit(limits)
    threading.Thread(target=_end_with, args=(sock,), daemon=True).start()
    serve_notebook(shell, sock, limits["output_kilobytes"] * 1024)


def _end_with(sock: socket.socket) -> None:
    """End this process when the other end of its socket is gone, whatever a cell is doing."""
    with contextlib.suppress(OSError):
        while True:
            time.sleep(1)
            if select.select([sock], [], [], 0)[0] and not sock.recv(1, socket.MSG_PEEK):
                break
    os._exit(1)


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path.cwd()]
    if sys.argv[1] == "--once":
        once(int(sys.argv[2]))
    else:
        serve(socket.socket(fileno=int(sys.argv[1])))
