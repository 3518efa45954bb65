"""Refuses system calls that no lesson needs: a filter in the Linux kernel (seccomp).

It closes what namespaces and limits leave open: memory that belongs to no process (memfd, System V
segments), what is one for the machine or for a user (asynchronous I/O, watches on files, huge
pages, keys, the kernel's log), namespaces of a student's own, and the parts of the kernel that are
attacked most.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_X86, _ARM = "x86_64", "aarch64"
_ARCHITECTURES = {_X86: 0xC000003E, _ARM: 0xC00000B7}

# Numbers as the kernel has them: name, on x86_64, on aarch64.
_REFUSED = (
    ("memfd_create", 319, 279),
    ("memfd_secret", 447, 447),
    ("shmget", 29, 194),
    ("semget", 64, 190),
    ("msgget", 68, 186),
    ("mq_open", 240, 180),
    ("unshare", 272, 97),
    ("setns", 308, 268),
    ("mount", 165, 40),
    ("umount2", 166, 39),
    ("pivot_root", 155, 41),
    ("chroot", 161, 51),
    ("open_tree", 428, 428),
    ("move_mount", 429, 429),
    ("fsopen", 430, 430),
    ("mount_setattr", 442, 442),
    ("open_by_handle_at", 304, 265),
    ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270),
    ("process_vm_writev", 311, 271),
    ("bpf", 321, 280),
    ("perf_event_open", 298, 241),
    ("userfaultfd", 323, 282),
    ("io_uring_setup", 425, 425),
    ("add_key", 248, 217),
    ("request_key", 249, 218),
    ("keyctl", 250, 219),
    ("io_setup", 206, 0),
    ("syslog", 103, 116),
    ("inotify_init", 253, None),
    ("inotify_init1", 294, 26),
    ("fanotify_init", 300, 262),
    ("sync", 162, 81),
    ("syncfs", 306, 267),
)
_CLONE3 = 435

# Flags that are refused: name of the call, on x86_64, on aarch64, which argument, flags.
_REFUSED_FLAGS = (
    ("clone", 56, 220, 0, 0x7E020080),  # a new namespace
    ("mmap", 9, 222, 3, 0x40000),  # huge pages, of which the machine has a few for everybody
)

_SOCKET = {_X86: 41, _ARM: 198}
_FAMILIES = (1, 2, 10, 16)
"""Sockets that namespaces hold: Unix, IP, IPv6, Netlink. Others lead to the host (vsock)."""

_SET_OPTION = {_X86: 54, _ARM: 208}
_BUFFER_SIZES = (7, 8)
"""The options SO_SNDBUF and SO_RCVBUF: a socket keeps the buffers that it was made with."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Places in what the kernel hands to a filter; each argument takes 8 bytes."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def refuse() -> None:
    """From now on the kernel refuses these calls to this process and all that it starts.

    On a processor whose numbers are not known here, nothing is refused.

    Raises:
        OSError: The kernel takes no filter.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return
    program = _program(machine)
    code = ctypes.create_string_buffer(b"".join(program))
    pointer = ctypes.create_string_buffer(
        struct.pack("@HP", len(program), ctypes.addressof(code))  # struct sock_fprog
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, pointer, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, "the kernel takes no filter of system calls")


def _program(machine: str) -> list[bytes]:
    """The filter: one step after the other, each 8 bytes."""
    no, unknown = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, _ARCHITECTURES[machine], then=1),
        _step(_RETURN, no),  # a program of another kind, such as 32 bits: other numbers
        _step(_LOAD, _NUMBER),
    ]
    if machine == _X86:
        program += [_step(_AT_LEAST, 0x40000000, otherwise=1), _step(_RETURN, no)]
    for _name, on_x86, on_arm in _REFUSED:
        number = on_x86 if machine == _X86 else on_arm
        if number is not None:
            program += [_step(_EQUAL, number, otherwise=1), _step(_RETURN, no)]
    # Its flags lie in memory, where no filter can look; the C library then uses clone.
    program += [_step(_EQUAL, _CLONE3, otherwise=1), _step(_RETURN, unknown)]
    left = len(_FAMILIES)
    program += [_step(_EQUAL, _SOCKET[machine], otherwise=left + 3), _step(_LOAD, _argument(0))]
    program += [_step(_EQUAL, family, then=left - n) for n, family in enumerate(_FAMILIES)]
    program += [_step(_RETURN, no), _step(_RETURN, _ALLOW)]
    left = len(_BUFFER_SIZES)
    program += [_step(_EQUAL, _SET_OPTION[machine], otherwise=left + 3)]
    program += [_step(_LOAD, _argument(2))]
    program += [_step(_EQUAL, option, then=left - n) for n, option in enumerate(_BUFFER_SIZES)]
    program += [_step(_RETURN, _ALLOW), _step(_RETURN, no)]
    for _name, on_x86, on_arm, place, flags in _REFUSED_FLAGS:
        program += [
            _step(_EQUAL, on_x86 if machine == _X86 else on_arm, otherwise=4),
            _step(_LOAD, _argument(place)),
            _step(_ANY_BIT, flags, otherwise=1),
            _step(_RETURN, no),
            _step(_RETURN, _ALLOW),
        ]
    program.append(_step(_RETURN, _ALLOW))
    return program


def _argument(place: int) -> int:
    """Where the lower half of an argument of the call lies, the first being 0."""
    return _ARGUMENTS + 8 * place


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One step (struct sock_filter); ``then`` and ``otherwise`` say how many to leave out."""
    return struct.pack("@HBBI", code, then, otherwise, value)
