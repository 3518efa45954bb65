"""Each limit is hit once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from gancourse.sandbox import cgroups
from gancourse.sandbox.conversation import Conversation, Usage
from gancourse.sandbox.executor import REASONS, Executor
from tests.gancourse.sandbox.cells import (
    LIMITS,
    ROOT,
    failed,
    last_line,
    linux,
    run,
    shown,
    weak_forks,
)


def test_a_cell_that_runs_too_long_is_interrupted_and_the_next_one_runs(strong):
    execution = run(strong, "while True: pass", "print('on')")
    assert execution.interrupted == [0]
    assert shown(execution, 1) == "on\n"


def test_a_cell_that_sleeps_has_more_time_than_one_that_computes():
    with Executor(LIMITS | {"cell_seconds": 1}) as executor:
        assert run(executor, "import time; time.sleep(2)").interrupted == []
        assert run(executor, "import time; time.sleep(60)", "print('on')").interrupted == [0]


@linux
def test_what_the_processes_of_a_cell_compute_is_added_up(strong):
    """The cell itself only waits, for children that are gone before the limit is reached."""
    source = """
        import os, time
        for _ in range(60):
            if not os.fork():
                while time.process_time() < 0.5: pass
                os._exit(0)
            os.wait()
        """
    assert run(strong, source).interrupted == [0]


def test_who_waits_for_the_processor_when_the_clock_stops_it_is_starved():
    """The busy machine is told, not made: so the test is the same on every machine."""
    for wanted, starved in ((1.0, True), (0.1, False)):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            conversation = Conversation(
                ours, lambda: None, lambda share=wanted: Usage(0, share * time.monotonic())
            )
            assert not conversation._answers(0.3, time.monotonic() + 60)
            assert conversation.starved == starved


def test_a_cell_that_ignores_interrupts_ends_its_notebook_only(strong):
    execution = run(
        strong, "import signal; signal.signal(2, signal.SIG_IGN)", "while True: pass", "print()"
    )
    assert (execution.last, execution.why) == (1, REASONS["stuck"])
    assert failed(run(strong, "print('next')")) == []


def test_a_notebook_that_runs_too_long_is_ended():
    with Executor(LIMITS | {"notebook_seconds": 3, "cell_seconds": 2}) as executor:
        execution = run(executor, *["import time; time.sleep(1.5)"] * 10)
    assert execution.why == REASONS["time"]
    assert execution.last in (1, 2)


def test_memory_is_limited_for_all_processes_together(strong):
    execution = run(
        strong,
        """
        import os, time
        for _ in range(8):
            if not os.fork():
                hog = b"x" * 2**27
                time.sleep(60)
        time.sleep(60)
        """,
    )
    assert execution.why == REASONS["memory"]


def test_memory_of_a_process_counts_when_its_first_thread_has_ended(strong):
    execution = run(
        strong,
        """
        import ctypes, os, threading, time
        def fill():
            hog = b"x" * 2**28
            time.sleep(60)
        for _ in range(3):
            if not os.fork():
                threading.Thread(target=fill).start()
                ctypes.CDLL(None).pthread_exit(None)
        time.sleep(60)
        """,
    )
    assert execution.why == REASONS["memory"]


def test_files_are_memory_too(strong):
    source = """
        import tempfile, time
        for folder in (".", tempfile.gettempdir(), "/dev/shm"):
            for number in range(3):
                with open(f"{folder}/{number}", "wb") as file:
                    file.write(b"x" * 2**23)
        time.sleep(60)
        """
    with Executor(LIMITS | {"memory_megabytes": 64}, strong.isolation) as executor:
        assert run(executor, source).why == REASONS["memory"]


@linux
def test_a_control_group_holds_what_runs_in_it_to_its_memory():
    try:
        group = cgroups.Group()
    except OSError:
        pytest.skip("this process may make no control group")
    source = "import sys; sys.stdin.readline(); hog = bytearray(2**28); print(sum(hog[::4096]))"
    command = group.enter([sys.executable, "-c", source])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        while group.is_empty():
            time.sleep(0.1)
        group.limit({"memory_megabytes": 64, "processes": 4})
        assert not group.has_killed()
        assert process.communicate(b"go\n")[0] == b""
    assert group.has_killed()
    group.close()
    assert not group.path.exists()


@linux
def test_it_is_said_where_no_control_group_can_be_made(strong, monkeypatch):
    monkeypatch.setattr(cgroups, "ROOMS", ())
    with Executor(LIMITS) as executor:
        assert run(executor, "pass").shortfall == cgroups.NONE_HERE


def test_memory_is_limited_for_one_process(strong):
    execution = run(strong, "hog = bytearray(2**31)")
    assert execution.outputs[0][0]["ename"] == "MemoryError"


@pytest.mark.parametrize(
    "source",
    [
        "os.memfd_create('hog')",
        "assert libc.shmget(0, 2**20, 0o1600) >= 0, 'refused'",
        "assert libc.unshare(0x10000000) == 0, 'refused'",
        "assert libc.ptrace(0, 0, 0, 0) == 0, 'refused'",
        "assert libc.syscall(425, 1, ctypes.create_string_buffer(120)) >= 0, 'io_uring refused'",
        "assert libc.syscall(io_setup, 1, ctypes.byref(ctypes.c_ulong())) == 0, 'refused'",
        "assert libc.klogctl(10, None, 0) >= 0, 'refused'",
        "assert libc.inotify_init1(0) >= 0, 'refused'",
        "assert libc.fanotify_init(0, 0) >= 0 or ctypes.get_errno() != 1, 'refused'",
        "import mmap; mmap.mmap(-1, 2**21, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)",
        "os.system('unshare --user true') == 0 or 1 / 0",
        "import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
        "import socket; socket.socket().setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10**7)",
    ],
)
def test_calls_that_no_lesson_needs_are_refused(strong, source):
    setup = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)"
    setup += "\nio_setup = 206 if os.uname().machine == 'x86_64' else 0"
    execution = run(strong, f"{setup}\n{source}")
    assert failed(execution) == [0]
    assert any(word in shown(execution) for word in ("refused", "not permitted", "division"))


@linux
def test_terminals_are_limited_and_those_of_the_machine_stay(strong):
    from gancourse.sandbox.namespaces import TERMINALS  # there is none on Windows

    source = """
        import os
        taken = 0
        try:
            while True:
                os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
                taken += 1
        except OSError:
            print(taken)
        """
    before = len(os.listdir("/dev/pts"))
    assert shown(run(strong, source)) == f"{TERMINALS}\n"
    assert len(os.listdir("/dev/pts")) == before
    assert last_line(run(strong, "!echo from a shell")) == "from a shell"


def test_processes_and_threads_are_limited(strong):
    execution = run(
        strong,
        """
        import os, time
        count = 0
        try:
            while True:
                if not os.fork():
                    time.sleep(60)
                count += 1
        except OSError:
            print(count)
        """,
    )
    assert 0 < int(last_line(execution)) <= LIMITS["processes"]


def test_processes_that_compute_side_by_side_are_limited():
    source = """
        import os, time
        for _ in range(20):
            if not os.fork():
                os.setsid()
                while True: pass
        time.sleep(15)
        """
    with Executor(LIMITS | {"busy_seconds": 5, "cell_seconds": 18}) as executor:
        if not weak_forks(executor):
            pytest.skip("this system has no server that could watch")
        assert run(executor, source).why == REASONS["busy"]


def test_what_sockets_hold_is_memory_too(strong):
    execution = run(
        strong,
        """
        import os, socket, time
        for _ in range(15):
            if not os.fork():
                kept = [socket.socketpair() for _ in range(100)]
                time.sleep(60)
        time.sleep(3)
        """,
    )
    assert execution.why == REASONS["memory"]


def test_disk_and_files_are_limited(strong):
    execution = run(
        strong,
        """
        import errno, os, signal, tempfile
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        def fill(folder, count, size):
            try:
                for number in range(count):
                    with open(f"{folder}/{number}", "wb") as file:
                        file.write(b"x" * size)
            except OSError as error:
                return errno.errorcode[error.errno]
        print(fill(".", 1, 2**25))
        for folder in (tempfile.gettempdir(), "/dev/shm"):
            print(fill(folder, 100, 2**20))
        """,
    )
    assert shown(execution).split() == ["EFBIG", "ENOSPC", "ENOSPC"]


def test_output_is_cut_off_with_a_line_that_says_so(strong):
    execution = run(strong, "print('x' * 10**8)", "print('lost')", "display('lost')")
    text = shown(execution)
    assert "cut off" in text
    assert len(text) < LIMITS["output_kilobytes"] * 1024
    assert failed(execution) == []


@pytest.mark.parametrize("text", ["'\\N{GRINNING FACE}'", "chr(1)", "'ä'"])
def test_output_of_long_characters_keeps_to_the_limit_too(strong, text):
    execution = run(
        strong,
        f"""
        import sys
        for _ in range(30_000):
            print({text}, end='')
            print({text}, end='', file=sys.stderr)
        """,
        "print('on')",
    )
    assert execution.last is None


def test_a_cell_that_is_too_long_to_be_sent_is_not_run_and_the_next_one_is(strong):
    execution = run(strong, "#" + "x" * 9_000_000, "print('on')")
    assert failed(execution) == [0]
    assert execution.outputs[0][0]["ename"] == "TooLong"
    assert shown(execution, 1) == "on\n"


@linux
def test_what_an_ordinary_user_runs_beside_takes_no_processes_away(tmp_path):
    as_user = []
    if os.getuid() == 0:  # root has no such limit; the files of this Python may be its own
        as_user = ["setpriv", "--reuid=4242", "--clear-groups"]
        as_user += [f"--{kind}-caps=-all,+dac_read_search" for kind in ("inh", "ambient")]
    if as_user and (not shutil.which("setpriv") or subprocess.run([*as_user, "true"]).returncode):
        pytest.skip("this machine lets root become no other user")
    script = tmp_path / "beside.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import subprocess
            from gancourse.sandbox.executor import Executor, Request
            beside = [subprocess.Popen(["sleep", "60"]) for _ in range(2 * {LIMITS["processes"]})]
            with Executor({LIMITS!r}, "weak") as executor:
                execution = executor.run([Request(0, source="!echo from a shell")])
                print(execution.outputs[0][0]["text"])
            for one in beside:
                one.kill()
            """
        )
    )
    done = subprocess.run(
        [*as_user, sys.executable, script],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
    )
    assert done.stdout.split() == ["from", "a", "shell"], done.stderr
