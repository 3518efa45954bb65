"""Cells run as in a notebook, answers are observed; what goes wrong ends its notebook only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from gancourse.sandbox import WEAK, SandboxError
from gancourse.sandbox.bubblewrap import INSIDE, environment
from gancourse.sandbox.executor import REASONS, Executor, Request
from tests.gancourse.sandbox.cells import LIMITS, failed, last_line, linux, run, shown, weak_forks


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
    assert strong.run([answer, check]).seen[1][1]["sizes"] == [5]
    missing = strong.run([check]).seen[1][1]
    assert "is not defined" in missing.text


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (
            "def get_noise(n, z):\n    return torch.randn((n, z)",
            "the answer cell ended with a SyntaxError: '(' was never closed (line 2 of your cell: "
            "`return torch.randn((n, z)`)",
        ),
        (
            "import no_such_module\ndef get_noise(n, z): ...",
            "the answer cell ended with ModuleNotFoundError: No module named 'no_such_module' "
            "(line 1 of your cell: `import no_such_module`)",
        ),
        (
            "def get_noize(n, z): ...",
            "no cell defines this name; there is one that defines `get_noi",
        ),
        ("1 / 0", "no cell defines this name"),
    ],
)
def test_what_became_of_a_missing_answer_is_said(strong, source, says):
    check = Request(1, item="check_get_noise", name="get_noise", given=[{}] * 5, seed=1)
    (missing, *_) = strong.run([Request(0, source=source), check]).seen[1]
    assert missing.text == "NameError: name 'get_noise' is not defined"
    assert missing.cause.startswith(says)


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


@pytest.mark.parametrize(
    ("magic", "shows"),
    [
        ("%matplotlib inline", ""),
        ("%time 1 + 1", "CPU times"),
        ("%matplotlib no_such_backend", "not a recognised GUI loop"),
        ("%load_ext no_such_extension", "No module named"),
        ("%tensorflow_version 2.x", "not found"),
    ],
)
def test_a_cell_goes_on_behind_a_magic(strong, magic, shows):
    """One that is known elsewhere only, too."""
    execution = run(strong, f"y = 3\n{magic}\nprint('y is', y)")
    assert shown(execution).endswith("y is 3\n")
    assert shows in shown(execution)


def test_the_compiler_is_imported_by_those_who_ask_for_it_alone(strong):
    steps = (
        "import sys, torch, torchvision\n"
        "weight = torch.nn.Parameter(torch.ones(2))\n"
        "optimizer = torch.optim.Adam([weight])\n"
        "weight.sum().backward(); optimizer.step(); optimizer.zero_grad()\n"
        "print('sympy' in sys.modules)",
        "import torch._dynamo.config as config\n"
        "print('sympy' in sys.modules, torch._dynamo.config is config, torch._dynamo.__file__)",
        "optimizer.step(); print(torch._dynamo.utils.is_compile_supported('cuda'))",
    )
    texts = [output[0]["text"] for output in run(strong, *steps).outputs.values()]
    assert texts[0] == "False\n"
    assert texts[1].startswith("True True /")
    assert texts[2] in ("False\n", "True\n")


@pytest.mark.parametrize("isolation", [None, WEAK])
def test_a_compiled_answer_needs_no_compiler(isolation):
    source = """
        import torch

        @torch.compile
        def get_noise(n_samples, z_dim, device="cpu"):
            return torch.randn(n_samples, z_dim, device=device)

        print(get_noise(2, 3).shape)
    """
    more = {"cell_seconds": 60, "notebook_seconds": 90, "memory_megabytes": 2048}
    with Executor(LIMITS | more, isolation) as executor:
        assert shown(run(executor, source)) == "torch.Size([2, 3])\n"


def test_a_dead_process_keeps_what_was_earned(strong):
    check = Request(1, item="check_get_noise", name="get_noise", given=[{}] * 5, seed=1)
    cells = [Request(0, source="get_noise = 1"), check, Request(2, source="import os; os._exit(0)")]
    execution = strong.run([*cells, Request(3, item=check.item, name="get_noise", given=[{}] * 5)])
    assert list(execution.seen) == [1]
    assert (execution.last, execution.why) == (2, REASONS[None])


def test_the_weak_sandbox_runs_and_says_that_it_is_weak(weak):
    execution = run(weak, "print('weak')", "while True: pass", "print('on')")
    assert execution.isolation == WEAK
    assert (shown(execution, 0), shown(execution, 2)) == ("weak\n", "on\n")
    assert execution.interrupted == [1]


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


# The warm server ---------------------------------------------------------------------------------


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
