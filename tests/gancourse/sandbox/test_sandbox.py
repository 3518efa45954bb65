from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gancourse.sandbox import STRONG, WEAK, SandboxError
from gancourse.sandbox.bubblewrap import (
    INSIDE,
    best_isolation,
    bubblewrap,
    environment,
    trial,
)
from gancourse.sandbox.executor import REASONS, Execution, Executor, Request

LIMITS = {
    "again_seconds": 2,
    "cell_seconds": 4,
    "check_seconds": 4,
    "disk_megabytes": 32,
    "file_megabytes": 16,
    "memory_megabytes": 512,
    "notebook_seconds": 20,
    "output_kilobytes": 64,
    "processes": 32,
}
ROOT = Path(__file__).resolve().parents[3]

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces and fork")


@pytest.fixture(scope="module")
def strong() -> Iterator[Executor]:
    if sys.platform != "linux" or best_isolation() != STRONG:
        pytest.skip("this machine has no bubblewrap, or does not let it make namespaces")
    with Executor(LIMITS, STRONG) as executor:
        yield executor


@pytest.fixture(scope="module")
def weak() -> Iterator[Executor]:
    with Executor(LIMITS, WEAK) as executor:
        yield executor


def run(executor: Executor, *sources: str) -> Execution:
    return executor.run([Request(n, source=textwrap.dedent(one)) for n, one in enumerate(sources)])


def shown(execution: Execution, number: int = 0) -> str:
    """All that one cell has shown, as text."""
    return "".join(
        one.get("text") or one.get("evalue") or str(one.get("data", ""))
        for one in execution.outputs.get(number, ())
    )


def failed(execution: Execution) -> list[int]:
    """The cells that show an error."""
    return [
        cell
        for cell, outputs in execution.outputs.items()
        if any(one["output_type"] == "error" for one in outputs)
    ]


def last_line(execution: Execution, number: int = 0) -> str:
    return shown(execution, number).strip().splitlines()[-1]


@linux
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="this machine has no bubblewrap")
def test_isolation_is_weak_only_where_the_system_refuses_it():
    """An error in our own code would skip the tests of strong isolation, not fail them."""
    *_, last = trial().stderr.splitlines() or [""]
    assert not last or last.startswith(("bwrap: ", "OSError: ", "PermissionError: ")), last


# Running -----------------------------------------------------------------------------------------


def test_cells_share_their_names_and_show_what_notebooks_show(strong):
    execution = run(strong, "x = 6", "print('six'); x * 7", "1 / 0", "import sys; sys.exit()")
    assert shown(execution, 1) == "six\n{'text/plain': '42'}"
    assert execution.outputs[2][0]["ename"] == "ZeroDivisionError"
    assert failed(execution) == [2, 3]
    assert execution.last is None
    assert run(strong, "print('x' in globals())").outputs[0][0]["text"] == "False\n"


def test_an_answer_is_observed(strong):
    given = [{}, {"cases": [(9, 4, 2, 1)]}, {}]
    answer = Request(
        0, source="def conv_out_size(size, kernel_size, stride=1, padding=0): return 5"
    )
    check = Request(1, item="check_conv_out_size", name="conv_out_size", given=given, seed=1)
    assert strong.run([answer, check]).seen[1][1] == {"sizes": [5]}
    missing = strong.run([check]).seen[1][1]
    assert "is not defined" in missing.text


def test_asynchronous_cells_magics_and_commands_run(strong):
    execution = run(
        strong,
        "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
        "!echo from a shell",
        "%%bash\necho from bash",
        "input('Your name? ')",
    )
    assert [last_line(execution, n) for n in range(3)] == ["awaited", "from a shell", "from bash"]
    assert execution.outputs[3][-1]["ename"] == "EOFError"


# Limits: each is hit once ------------------------------------------------------------------------


def test_a_cell_that_runs_too_long_is_interrupted_and_the_next_one_runs(strong):
    execution = run(strong, "while True: pass", "print('on')")
    assert execution.interrupted == [0]
    assert shown(execution, 1) == "on\n"


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
        "assert libc.syscall({'x86_64': 425, 'aarch64': 425}[os.uname().machine], 1, 0) >= 0",
        "os.system('unshare --user true') == 0 or 1 / 0",
        "import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
        "import socket; socket.socket().setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10**7)",
    ],
)
def test_calls_that_no_lesson_needs_are_refused(strong, source):
    execution = run(strong, f"import ctypes, os\nlibc = ctypes.CDLL(None)\n{source}")
    assert failed(execution) == [0]


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


# What is left ------------------------------------------------------------------------------------


def test_a_dead_process_keeps_what_was_earned(strong):
    check = Request(1, item="check_get_noise", name="get_noise", given=[{}] * 5, seed=1)
    cells = [Request(0, source="get_noise = 1"), check, Request(2, source="import os; os._exit(0)")]
    execution = strong.run([*cells, Request(3, item=check.item, name="get_noise", given=[{}] * 5)])
    assert list(execution.seen) == [1]
    assert (execution.last, execution.why) == (2, REASONS[None])


def test_nothing_survives_the_end(strong):
    source = """
        import os, signal
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                if os.fork() == 0:
                    os.execv("/bin/sh", ["sandbox-survivor", "-c", "sleep 50; true"])
                os._exit(0)
        print("started")
        """
    assert shown(run(strong, source)) == "started\n"
    assert not _processes_with(b"sandbox-survivor")


def test_nothing_survives_the_end_of_a_weak_sandbox(weak):
    if not weak_forks(weak):
        pytest.skip("this system has no fork")
    source = """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sh", ["weak-survivor", "-c", "sleep 50; true"])
            os._exit(0)
        print("started")
        """
    assert shown(run(weak, source)) == "started\n"
    assert not _processes_with(b"weak-survivor")


def weak_forks(executor: Executor) -> bool:
    run(executor, "pass")
    return executor._server.forks


def test_the_home_is_private_and_empty_for_the_next_one(strong):
    source = """
        import os, tempfile
        folders = (".", tempfile.gettempdir(), "/dev/shm")
        print([os.listdir(one) for one in folders], os.getcwd())
        for one in folders:
            open(f"{one}/left-behind", "w").write("x")
        """
    for _ in range(2):
        assert shown(run(strong, source)) == "[[], [], []] /notebook\n"


def test_the_system_is_read_only(strong):
    execution = run(
        strong,
        """
        import graders, os, sys, torch
        files = [graders.__file__, torch.__file__, sys.executable]
        places = ["/usr/x", "/etc/x", "/x", "/dev/x"]
        places += ["/proc/sys/kernel/hostname", "/home/x", "/notebook/../x"]
        for place in [*files, *places]:
            try:
                open(place, "a")
                print("open:", place)
            except OSError:
                pass
        """,
    )
    assert shown(execution) == ""
    assert failed(execution) == []


def test_neither_the_course_nor_other_homes_are_there(strong):
    execution = run(
        strong,
        f"""
        import os
        for path in ({str(ROOT)!r}, {str(ROOT / "solutions")!r}, "/root", "/etc/passwd"):
            print(*(os.listdir(path) if os.path.isdir(path) else [os.path.isfile(path)]))
        """,
    )
    python = {*Path(sys.prefix).parts, *Path(sys.base_prefix).parts}  # it may lie in a home
    assert set(shown(execution).split()) <= {"False", "ganlab", "graders", "gancourse", *python}


def test_of_the_teachers_program_a_notebook_sees_the_inside_of_the_sandbox_only(strong):
    execution = run(
        strong,
        """
        import gancourse, os
        (root,) = gancourse.__path__
        for folder, _, files in os.walk(root):
            print(*(os.path.relpath(os.path.join(folder, name), root) for name in files))
        open(os.path.join(root, "own.py"), "w")
        """,
    )
    inside = ["__init__", "limits", "namespaces", "server", "shell", "syscalls", "wire"]
    expected = {"__init__.py", *(f"sandbox/{name}.py" for name in inside)}
    assert set(execution.outputs[0][0]["text"].split()) == expected
    assert "Read-only file system" in shown(execution)


def test_there_is_no_network(strong):
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = f"import socket; socket.create_connection({server.getsockname()!r}, 2)"
        assert failed(run(strong, source)) == [0]
        assert failed(run(strong, "import os; os.listdir('/sys/class/net')")) == [0]


def test_a_student_has_no_privileges_and_is_nobody(strong):
    execution = run(
        strong,
        """
        import os, re
        status = open("/proc/self/status").read()
        print(re.findall(r"Cap(?:Inh|Prm|Eff|Bnd|Amb):\\s*(\\w+)", status))
        print(re.search(r"NoNewPrivs:\\s*(\\d)", status)[1], len(os.listdir("/proc/self/fd")))
        print(os.getuid(), os.getgroups())
        """,
    )
    capabilities, flags, user = shown(execution).strip().splitlines()
    assert capabilities == str(["0" * 16] * 5)
    assert flags == "1 5"  # the standard ones, the socket, and the list itself
    if os.getuid() == 0:
        assert user.startswith("1")
        assert int(user.split()[0]) >= 1_000_000


def test_other_processes_are_out_of_sight(strong):
    execution = run(strong, "import glob; print(len(glob.glob('/proc/[0-9]*')))")
    assert int(last_line(execution)) <= 2
    assert failed(run(strong, "open('/proc/1/environ').read()")) == [0]
    assert failed(run(strong, "import os; os.listdir('/proc/1/root/')")) == [0]


def test_secrets_of_the_environment_stay_outside(monkeypatch):
    monkeypatch.setenv("GRADES_TOKEN", "secret")
    with Executor(LIMITS) as executor:
        assert failed(run(executor, "import os; os.environ['GRADES_TOKEN']")) == [0]


# Faults ------------------------------------------------------------------------------------------


def test_a_reply_to_another_question_ends_the_notebook(strong):
    execution = run(
        strong,
        """
        import socket
        from gancourse.sandbox import wire
        reply = wire.encode({"nonce": "guessed", "ok": True, "outputs": []})
        wire.send(socket.socket(fileno=3), reply, 1e8)
        """,
        "print('on')",
    )
    assert execution.last == 0
    assert execution.outputs == {}


def test_more_output_than_is_allowed_ends_the_notebook_whatever_sends_it(strong):
    execution = run(
        strong,
        """
        from gancourse.sandbox import wire
        encode = wire.encode
        wire.encode = lambda reply: encode({**reply, "outputs": ["x" * 4_000_000]})
        """,
    )
    assert execution.last == 0


def test_a_killed_server_is_an_error_of_the_sandbox_and_the_next_run_works():
    with Executor(LIMITS) as executor:
        if not weak_forks(executor):
            pytest.skip("this system has no server")
        os.kill(executor._server.process.pid, signal.SIGKILL)
        with pytest.raises(SandboxError):
            run(executor, "print(1)")
        assert shown(run(executor, "print(2)")) == "2\n"


def test_the_weak_sandbox_runs_and_says_that_it_is_weak(weak):
    execution = run(weak, "print('weak')", "while True: pass", "print('on')")
    assert execution.isolation == WEAK
    assert (shown(execution, 0), shown(execution, 2)) == ("weak\n", "on\n")
    assert execution.interrupted == [1]


def test_the_red_teams_tests_can_fail(weak):
    """What a strong sandbox forbids is there in a weak one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        source = f"import socket, os; socket.create_connection({address!r}, 2); os.listdir('/root')"
        if os.access("/root", os.R_OK):
            assert failed(run(weak, source)) == []


def test_without_fork_a_new_process_serves_each_notebook(monkeypatch):
    with Executor(LIMITS, WEAK) as executor:
        monkeypatch.setattr("gancourse.sandbox.executor.sys.platform", "darwin")
        monkeypatch.setattr(
            "gancourse.sandbox.executor._Server._start", None
        )  # it must not be used
        assert shown(run(executor, "x = 1; print(x)")) == "1\n"
        execution = run(executor, "while True: pass", "print('x' in globals())")
        assert execution.interrupted == [0]
        assert shown(execution, 1) == "False\n"
        assert run(executor, "import os; os._exit(0)").last == 0


@linux
def test_an_ordinary_user_is_as_well_protected(strong, tmp_path):
    as_user = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if not shutil.which("unshare") or subprocess.run([*as_user, *bubblewrap(), "true"]).returncode:
        pytest.skip("this machine lets no ordinary user make namespaces")
    script = tmp_path / "ordinary.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import os
            from gancourse.sandbox.executor import Executor, Request
            with Executor({LIMITS!r}) as executor:
                print(executor.isolation, os.getuid())
                source = "import os; print(os.getuid(), os.path.exists({str(ROOT / "tests")!r}))"
                print(executor.run([Request(0, source=source)]).outputs[0][0]["text"])
            """
        )
    )
    done = subprocess.run(
        [*as_user, sys.executable, script],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["strong", "1000", "1000", "False"], done.stderr


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


def _processes_with(word: bytes) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if word in (folder / "cmdline").read_bytes():
                found.append(folder.name)
    return found


@pytest.fixture(scope="module")
def warmed_up() -> dict[str, Any]:
    """What a process looks like that has warmed up as the server does."""
    code = """
import json, os, sys, torch
from gancourse.sandbox.server import warm_up
first = torch.get_rng_state()
warm_up()
json.dump({
    "threads": len(os.listdir("/proc/self/task")),
    "same random numbers": torch.equal(first, torch.get_rng_state()),
    "modules": list(sys.modules),
}, sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(WEAK), capture_output=True, text=True, cwd="/"
    )
    return json.loads(done.stdout)


@linux
def test_the_warm_server_has_one_thread_and_the_same_random_numbers_as_any_process(warmed_up):
    assert warmed_up["threads"] == 1
    assert warmed_up["same random numbers"]


@linux
def test_the_warm_server_loads_nothing_that_only_the_teacher_needs(warmed_up):
    modules = set(warmed_up["modules"])
    assert {"torch", "graders", "gancourse.sandbox.shell"} <= modules
    assert not modules & {"nbgrader", "nbformat", "nbconvert", "rich", "sqlalchemy", "typer"}
    ours = {name.removeprefix("gancourse.") for name in modules if name.startswith("gancourse.")}
    assert ours <= {"sandbox", *(name.removesuffix(".py").replace("/", ".") for name in INSIDE)}


def test_the_course_may_lie_where_temporary_files_do(strong, tmp_path):
    for package in ("ganlab", "graders", "gancourse"):
        shutil.copytree(ROOT / package, tmp_path / package)
    (tmp_path / "run.py").write_text(
        textwrap.dedent(
            """
            import gancourse
            from gancourse.sandbox.executor import Executor, Request
            source = "import tempfile, ganlab.draw; open('x', 'w').close()"
            source += "; tempfile.TemporaryFile().close()"
            if __name__ == "__main__":
                with Executor() as executor:
                    execution = executor.run([Request(0, source=source)])
                print(gancourse.__file__, execution.isolation, execution.outputs)
            """
        )
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.split() == [
        str(tmp_path / "gancourse" / "__init__.py"),
        "strong",
        "{0:",
        "[]}",
    ]
