"""Messages over a socket: a length, then as many bytes. Every read has a deadline."""

from __future__ import annotations

import socket
import time


class Closed(Exception):
    """The other side has gone, or said something that is no message."""


class Late(Exception):
    """The deadline passed before a whole message had come."""


def send(sock: socket.socket, message: bytes, deadline: float) -> None:
    """Send one message.

    Args:
        sock: A connected socket.
        message: What to send.
        deadline: When to give up, on the clock of ``time.monotonic``.

    Raises:
        Closed: The other side has gone.
        Late: It did not take the message in time.
    """
    try:
        sock.settimeout(_left(deadline))
        sock.sendall(len(message).to_bytes(8, "big") + message)
    except TimeoutError:
        raise Late from None
    except OSError:
        raise Closed from None


def receive(sock: socket.socket, deadline: float, most: int) -> bytes:
    """Receive one message of at most so many bytes.

    Raises:
        Closed: The other side has gone, or its message is longer than ``most``.
        Late: The deadline passed first.
    """
    length = int.from_bytes(exactly(sock, 8, deadline), "big")
    if length > most:
        raise Closed(f"a message of {length} bytes; at most {most} are read")
    return exactly(sock, length, deadline)


def exactly(sock: socket.socket, count: int, deadline: float) -> bytes:
    """Receive so many bytes; raises as `receive`."""
    parts = bytearray()
    while len(parts) < count:
        try:
            sock.settimeout(_left(deadline))
            part = sock.recv(min(count - len(parts), 1 << 20))
        except TimeoutError:
            raise Late from None
        except OSError:
            raise Closed from None
        if not part:
            raise Closed
        parts += part
    return bytes(parts)


def _left(deadline: float) -> float:
    return max(0.001, deadline - time.monotonic())
