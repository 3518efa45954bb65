"""Asks the process of one notebook to do one thing after the other, each in its time."""

from __future__ import annotations

import secrets
import select
import socket
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from gancourse.sandbox import wire

GRACE_SECONDS = 5
"""How long an interrupted cell has to answer; a shell command takes IPython 2 seconds to end."""
REPLY_SECONDS = 20
"""How long a reply may take that has begun to come."""
CLOCK = 4
"""How many seconds by the clock a cell has for each second of the processor: to sleep, to load, and
to share the processor with others."""
LOOK_SECONDS = 0.25
"""Time between two looks at what a cell has used."""


class Usage(NamedTuple):
    """Seconds, since a notebook began, in which it computed; and in which it computed or waited."""

    spent: float
    wanted: float


class Conversation:
    """One notebook's process, as the executor sees it.

    Args:
        sock: Leads to it.
        interrupt: Interrupts what it runs.
        usage: Says what it has used. Where that is not known, the clock is taken.
    """

    def __init__(
        self, sock: socket.socket, interrupt: Callable[[], None], usage: Callable[[], Usage]
    ) -> None:
        self.sock, self.interrupt, self.usage = sock, interrupt, usage
        self.begin = time.monotonic()
        self.interrupted = False
        self.starved = False
        self.trouble: str | None = None
        self.length = 0

    def ask(
        self, request: dict[str, Any], seconds: float, hard: float, most: int
    ) -> dict[str, Any]:
        """Send a request, wait for its reply of at most ``most`` bytes.

        It is interrupted when it has computed for so many ``seconds``, or after `CLOCK` times as
        many by the clock.

        Returns:
            The reply; an empty one if it is a whole message that cannot be read.

        Raises:
            wire.Closed: The process has gone, or replies to another question.
            wire.Late: It did not answer to an interrupt, or the time ``hard`` is over.
        """
        nonce = secrets.token_hex(16)
        message = wire.encode(request | {"nonce": nonce})
        wire.send(self.sock, message, hard)
        self.interrupted = not self._answers(seconds, hard)
        if self.interrupted:
            self.interrupt()
        patience = GRACE_SECONDS if self.interrupted else REPLY_SECONDS
        raw = wire.receive(self.sock, time.monotonic() + patience, most)
        self.length = len(raw)
        try:
            reply = wire.decode(raw)
        except wire.WireError:
            return {}
        if not isinstance(reply, dict) or reply.get("nonce") != nonce:
            raise wire.Closed("a reply to another question")
        return reply

    def _answers(self, seconds: float, hard: float) -> bool:
        """Wait until a reply begins to come; False when the time for it is over."""
        begin = time.monotonic()
        end = min(begin + CLOCK * seconds, hard)
        before: Usage | None = None
        while True:
            now = time.monotonic()
            if select.select([self.sock], [], [], max(0, min(LOOK_SECONDS, end - now)))[0]:
                return True
            used = self.usage()
            before = before or used  # most cells end before the first look
            if used.spent - before.spent >= seconds:
                return False
            if time.monotonic() >= end:
                self.note_starved(before, begin)
                return False

    def note_starved(self, before: Usage, begin: float) -> None:
        """Notice if it wanted to compute since ``begin`` and often had to wait for a processor."""
        used = self.usage()
        wanted, spent = used.wanted - before.wanted, used.spent - before.spent
        self.starved |= wanted > (time.monotonic() - begin) / 2 and wanted > 1.5 * spent
