"""A strong sandbox shows a notebook nothing of its machine, and nothing survives it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from gancourse.sandbox import STRONG, WEAK, SandboxError
from gancourse.sandbox.bubblewrap import _shown, bubblewrap, trial, why_weak
from gancourse.sandbox.executor import Executor
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


@linux
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="this machine has no bubblewrap")
def test_isolation_is_weak_only_where_the_system_refuses_it():
    """An error in our own code would skip the tests of strong isolation, not fail them."""
    *_, last = trial().stderr.splitlines() or [""]
    assert not last or last.startswith(("bwrap: ", "OSError: ", "PermissionError: ")), last


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
    assert failed(execution) == []
    assert shown(execution).endswith("False\n")
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
    inside = [
        "__init__",
        "compiler",
        "limits",
        "namespaces",
        "observing",
        "origins",
        "pages",
        "server",
        "shell",
        "syscalls",
        "usage",
        "wire",
    ]
    expected = {"__init__.py", *(f"sandbox/{name}.py" for name in inside)}
    assert set(execution.outputs[0][0]["text"].split()) == expected
    assert "Read-only file system" in shown(execution)


def test_there_is_no_network(strong):
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = f"import socket; socket.create_connection({server.getsockname()!r}, 2)"
        assert failed(run(strong, source)) == [0]
        assert failed(run(strong, "import os; os.listdir('/sys/class/net')")) == [0]


def test_no_letter_reaches_the_next_notebook_by_its_network(strong):
    source = """
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = socket.create_connection(server.getsockname())
            accepted, _ = server.accept()
            client.close()
            accepted.close()
        print(len(open("/proc/net/tcp").readlines()))
        """
    assert shown(run(strong, source)) == "2\n"  # a headline, and one that has been closed
    assert shown(run(strong, "print(len(open('/proc/net/tcp').readlines()))")) == "1\n"


def test_proc_tells_nothing_of_the_machine_that_no_lesson_needs(strong):
    execution = run(
        strong,
        """
        for name in ("cmdline", "partitions", "diskstats", "keys", "sys/kernel/random/boot_id"):
            try:
                print(open(f"/proc/{name}").read(), end="")
            except FileNotFoundError:
                pass
        print(len(open("/proc/meminfo").read()) > 100)
        """,
    )
    assert shown(execution) in ("True\n", "")  # without a /proc of its own: nothing


def test_memory_that_runs_out_ends_the_notebook_first(strong):
    execution = run(
        strong,
        "print(open('/proc/self/oom_score_adj').read())",
        "open('/proc/self/oom_score_adj', 'w').write('0')",
    )
    assert last_line(execution) == "1000"
    assert failed(execution) == [1]


def test_a_course_below_a_folder_that_is_shown_is_hidden(strong):
    """Below Python's own folder, as in the folder of a conda environment."""
    with tempfile.TemporaryDirectory(dir=Path(sys.prefix) / "lib") as folder:
        Path(folder).chmod(0o755)
        for name in ("grading.key", "gradebook.db"):
            (Path(folder) / name).write_text("secret")
        source = f"import os, torch; print(os.listdir({folder!r}))"
        with Executor(LIMITS, course=Path(folder)) as executor:
            assert executor.isolation == STRONG
            assert shown(run(executor, source)) == "[]\n"
        with Executor(LIMITS) as executor:  # it is another course's folder: the test can fail
            assert "grading.key" in shown(run(executor, source))


@linux
def test_a_course_in_pythons_own_folder_is_not_shown_with_it(monkeypatch, tmp_path):
    """``python -m venv .`` in the course's folder."""
    for name in ("bin", "lib", "solutions", "submitted"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    below = {word for word in bubblewrap(tmp_path) if word.startswith(f"{tmp_path}/")}
    assert below == {f"{tmp_path}/bin", f"{tmp_path}/lib"}
    assert str(tmp_path) not in _bound(bubblewrap(tmp_path))


@linux
def test_a_course_that_cannot_be_hidden_is_refused(tmp_path, monkeypatch):
    course = tmp_path / "lib"
    course.mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(SandboxError, match="cannot be hidden"):
        bubblewrap(course)


@linux
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="this machine has no bubblewrap")
def test_a_course_that_can_be_seen_is_no_strong_isolation(monkeypatch, tmp_path):
    if why_weak():
        pytest.skip("isolation is weak on this machine")
    (tmp_path / "grading.key").write_text("secret")
    monkeypatch.setattr("gancourse.sandbox.bubblewrap._shown", _shown_and(tmp_path))
    monkeypatch.setattr("gancourse.sandbox.bubblewrap._hidden", lambda *_: ())
    with pytest.raises(SandboxError, match=r"can be seen: .*grading\.key"):
        why_weak(tmp_path)


@linux
def test_weak_isolation_says_why(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "not installed" in why_weak()
    bwrap = tmp_path / "bwrap"
    bwrap.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2; exit 1"
    )
    bwrap.chmod(0o755)
    assert why_weak().endswith("failed here: bwrap: No permissions to create a new namespace.")
    with Executor(LIMITS) as executor:
        assert (executor.isolation, executor.shortfall) == (WEAK, why_weak())


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


def test_the_red_teams_tests_can_fail(weak):
    """What a strong sandbox forbids is there in a weak one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        source = f"import socket, os; socket.create_connection({address!r}, 2); os.listdir('/root')"
        if os.access("/root", os.R_OK):
            assert failed(run(weak, source)) == []


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


def _bound(command: list[str]) -> list[str]:
    """What a command line of bubblewrap shows."""
    return [path for word, path in pairwise(command) if "bind" in word]


def _shown_and(more: Path) -> Callable[[], list[str]]:
    shown = [*_shown(), str(more)]
    return lambda: shown


def _processes_with(word: bytes) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if word in (folder / "cmdline").read_bytes():
                found.append(folder.name)
    return found
