"""What passes between the process of a student's code and the judge: plain values, as bytes.

`encode` and `decode`: a message is a JSON text, followed by the raw numbers of its tensors. Nothing
in it is code: what reads it makes tensors, numbers, strings, lists and dicts, and refuses
everything else. Nothing is read by pickle.

`send` and `receive`: over a socket a message follows its length. Every read has a deadline.
"""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Iterator
from typing import Any

import torch

from graders.core.errors import Raised
from graders.core.values import DTYPES, Other

MOST_BYTES = 64 * 2**20
"""The longest message that is read."""

MOST_TEXT = 8 * 2**20
"""The longest JSON text in it: read, it takes many times as much memory."""

MOST_WORDS = 2000
"""The longest text of an error; the rest is cut off."""

MOST_DEPTH = 32

MOST_DIMENSIONS = 16
"""Of a tensor: PyTorch's time grows by the square of them, up to hours."""

_DTYPES = {str(dtype).removeprefix("torch."): dtype for dtype in DTYPES}

_RAISED = {"text": str, "kind": str, "in_answer": bool, "parameters": str, "cause": str}


class WireError(ValueError):
    """The bytes are not a message: cut off, too long, or of another form."""


def encode(value: Any) -> bytes:
    """The bytes of a plain value (see ``graders.core.values.plain``); dicts have strings as keys.

    Raises:
        WireError: The value holds something that cannot be sent.
    """
    buffers: list[bytes] = []
    try:
        text = json.dumps(_pack(value, buffers, 0)).encode()
    except WireError:
        raise
    except Exception as error:  # a student's objects fail in any way: a number of 5,000 digits
        raise WireError(f"it cannot be sent: {type(error).__name__}") from None
    if len(text) > MOST_TEXT:
        raise WireError(f"a text of {len(text)} bytes is longer than {MOST_TEXT}")
    return len(text).to_bytes(8, "big") + text + b"".join(buffers)


def decode(message: bytes) -> Any:
    """The value that ``encode`` was given. Tuples come back as lists.

    Raises:
        WireError: The bytes are not such a message.
    """
    if len(message) > MOST_BYTES:
        raise WireError(f"a message of {len(message)} bytes is longer than {MOST_BYTES}")
    length = int.from_bytes(message[:8], "big")
    if length > MOST_TEXT:
        raise WireError(f"a text of {length} bytes is longer than {MOST_TEXT}")
    if len(message) < 8 + length:
        raise WireError("the message is cut off")
    try:
        packed = json.loads(message[8 : 8 + length])
        rest = memoryview(message)[8 + length :]
        value = _unpack(packed, _Reader(rest), 0)
    except (
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        RuntimeError,
        MemoryError,
    ) as error:
        raise WireError(f"the message cannot be read: {error}") from None
    return value


class _Reader:
    """Hands out the raw numbers, one tensor after the other."""

    def __init__(self, rest: memoryview) -> None:
        self.rest = rest

    def take(self, count: int) -> memoryview:
        if count > len(self.rest):
            raise WireError("the message is cut off")
        part, self.rest = self.rest[:count], self.rest[count:]
        return part


def _pack(value: Any, buffers: list[bytes], depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise WireError("lists and dicts lie too deep in each other")
    if isinstance(value, torch.Tensor):
        name = str(value.dtype).removeprefix("torch.")
        if name not in _DTYPES or value.layout is not torch.strided:
            raise WireError(f"a tensor of dtype {value.dtype} cannot be sent")
        kind = {"is": "tensor", "dtype": name, "shape": list(_sizes(list(value.shape)))}
        if value.is_meta:
            return kind | {"meta": True}
        if value.numel() * value.itemsize > MOST_BYTES:
            raise WireError(f"a tensor of {value.numel()} values cannot be sent")
        flat = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
        buffers.append(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")
        return kind
    if isinstance(value, Raised):
        return {"is": "raised", **_fields({name: getattr(value, name) for name in _RAISED})}
    if isinstance(value, Other):
        return {"is": "other", "type_name": _typed(value.type_name, str)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"is": "float", "text": repr(value)}
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, list | tuple):
        return [_pack(part, buffers, depth + 1) for part in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        parts = {key: _pack(part, buffers, depth + 1) for key, part in value.items()}
        return {"is": "dict", "of": parts}
    raise WireError(f"an object of type {type(value).__name__} cannot be sent")


def _unpack(packed: Any, reader: _Reader, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise WireError("lists and dicts lie too deep in each other")
    if packed is None or isinstance(packed, bool | int | float | str):
        return packed
    if isinstance(packed, list):
        return [_unpack(part, reader, depth + 1) for part in packed]
    match packed["is"]:
        case "dict":
            parts = _typed(packed["of"], dict).items()
            return {key: _unpack(part, reader, depth + 1) for key, part in parts}
        case "tensor":
            return _tensor(packed, reader)
        case "float":
            return float(_typed(packed["text"], str))
        case "other":
            return Other(_typed(packed["type_name"], str)[:MOST_WORDS])
        case "raised":
            return Raised(**_fields(packed))
    raise WireError("a value of unknown form")


def _fields(raised: dict[str, Any]) -> dict[str, Any]:
    """The fields of an error, each of its type, long texts cut off."""
    fields = {name: raised[name] for name in _RAISED}
    for name, value in fields.items():
        if value is not None or name not in ("parameters", "cause"):
            _typed(value, _RAISED[name])
        if isinstance(value, str):
            fields[name] = value[:MOST_WORDS]
    return fields


def _tensor(packed: dict[str, Any], reader: _Reader) -> torch.Tensor:
    dtype = _DTYPES[packed["dtype"]]
    shape = list(_sizes(packed["shape"]))
    if packed.get("meta"):
        return torch.empty(shape, dtype=dtype, device="meta")
    count = math.prod(shape) * dtype.itemsize
    raw = bytearray(reader.take(count))
    if not count:
        return torch.empty(shape, dtype=dtype, device="cpu")
    numbers = torch.frombuffer(raw, dtype=torch.uint8)
    # A byte that is neither 0 nor 1 is no bool, and PyTorch does not look.
    flat = numbers.ne(0) if dtype is torch.bool else numbers.view(dtype)
    return flat.reshape(shape)


def _sizes(shape: Any) -> Iterator[int]:
    if len(_typed(shape, list)) > MOST_DIMENSIONS:
        raise WireError("a tensor of too many dimensions")
    for size in shape:
        if not 0 <= _typed(size, int) < 2**40:
            raise WireError("a tensor's size is negative or too large")
        yield size


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise WireError(f"{kind.__name__} expected, {type(value).__name__} found")
    return value


# Messages over a socket --------------------------------------------------------------------------


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
    length = int.from_bytes(receive_exactly(sock, 8, deadline), "big")
    if length > most:
        raise Closed(f"a message of {length} bytes; at most {most} are read")
    return receive_exactly(sock, length, deadline)


def receive_exactly(sock: socket.socket, count: int, deadline: float) -> bytes:
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
