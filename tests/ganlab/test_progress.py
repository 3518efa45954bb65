"""A training's line and the Stop button, in a real kernel and in a process without one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.kernel import Shown, kernel

SETUP = """
import signal, threading, time
import tqdm.std
from ganlab.progress import progress

class Clock:
    now = 0.0

    def __call__(self):
        return self.now

clock = tqdm.std.time = Clock()  # goes on when it is told to

def press_stop():
    signal.raise_signal(signal.SIGINT)
"""


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[..., Shown]]:
    with kernel() as run:
        run(SETUP)
        yield run


@pytest.fixture
def run(started) -> Iterator[Callable[..., Shown]]:
    """Run cells; afterwards nothing may be left of them."""
    yield started
    assert started("print(progress._running, signal.getsignal(signal.SIGINT))").printed == (
        f"[] {repr_of_default_handler()}\n"
    )


def repr_of_default_handler() -> str:
    return "<built-in function default_int_handler>"


def line(shown: Shown) -> str:
    """The last state of the one line that a cell has shown."""
    (states,) = shown.displays.values()
    return states[-1]


# The line


def test_the_line_says_steps_losses_and_seconds_left_and_in_the_end_seconds_needed(run):
    shown = run(
        """
        for step in (steps := progress(range(1500))):
            steps.set_postfix(D=0.6234, G=step)
            if step == 119:
                clock.now += 2
        """
    )
    (states,) = shown.displays.values()
    assert states[0] == "0 of 1,500 steps"
    assert "120 of 1,500 steps · D 0.623, G 119 · about 23 s left" in states
    assert states[-1] == "1,500 of 1,500 steps · D 0.623, G 1.5e+03 · in 2 s"
    (html,) = shown.html.values()
    assert states[-1] in html
    assert '<progress value="1.000"' in html


def test_the_losses_are_read_only_when_they_are_drawn(run):
    shown = run(
        """
        class Loss:
            def __float__(self):
                print("read", turn)
                return 0.5

        for turn in (turns := progress(range(50))):
            turns.set_postfix(D=Loss())
            if turn == 30:
                clock.now += 1
        """
    )
    assert shown.printed == "read 30\nread 49\n"


def test_a_loss_with_gradients_is_read_without_a_warning(run):
    shown = run(
        """
        import torch, warnings

        loss = torch.ones((), requires_grad=True) / 2
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for _ in (turns := progress(range(2))):
                turns.set_postfix(D=loss)
        """
    )
    assert shown.error == ""
    assert line(shown).startswith("2 of 2 steps · D 0.5 · ")


def test_without_a_total_the_line_counts(run):
    shown = run("for _ in progress(iter('abc'), unit='epoch'): pass")
    assert line(shown) == "3 epochs · in 1 s"
    assert "<progress" not in "".join(shown.html.values())
    assert line(run("for _ in progress([1], unit='epoch'): pass")) == "1 of 1 epoch · in 1 s"


def test_an_inner_loop_is_drawn_below_the_line_of_the_outer_one(run):
    shown = run(
        """
        for outer in progress("ab", unit="setting"):
            for inner in progress(range(4), unit="epoch"):
                clock.now += 1
        """
    )
    (states,) = shown.displays.values()
    assert "1 of 2 settings · about 2 s left\n2 of 4 epochs · about 2 s left" in states
    assert states[-1] == "2 of 2 settings · in 8 s"


def test_the_seconds_left_of_an_outer_loop_are_known_in_its_first_turn(run):
    shown = run(
        """
        for outer in progress(range(10)):
            for inner in progress(range(10)):
                clock.now += 1
        """
    )
    (states,) = shown.displays.values()
    assert "0 of 10 steps · about 2 min left\n1 of 10 steps · about 9 s left" in states


# The Stop button


def test_the_stop_button_ends_the_loop_after_its_turn_and_what_stands_below_runs(run):
    shown = run(
        """
        made = []
        for turn in (turns := progress(range(3000), unit="epoch")):
            if turn == 3:
                print("far enough", flush=True)
            time.sleep(0.01)
            made.append(turn)
        print(turns.stopped, 3 < len(made) < 3000, made[-1] + 1)
        """,
        stop_when_printed="far enough",
    )
    assert not shown.error
    sentence, below = shown.printed.splitlines()[-2:]
    made = below.removeprefix("True True ")
    assert sentence == (
        f"Stopped at epoch {made} of 3,000. What was made so far is kept, and the cells below "
        "work with it."
    )
    assert line(shown).startswith(f"{made} of 3,000 epochs · in ")


def test_loops_around_the_stopped_one_end_after_their_turn(run):
    shown = run(
        """
        for outer in progress("abc", unit="setting"):
            for inner in progress(range(5)):
                print(outer, inner)
                if (outer, inner) == ("b", 1):
                    press_stop()
        """
    )
    lines = shown.printed.splitlines()
    assert lines[-3:-1] == ["b 0", "b 1"]
    assert lines[-1].startswith("Stopped at setting 2 of 3.")
    assert not shown.error


def test_later_loops_of_a_stopped_cell_make_one_turn_and_the_next_cell_all(run):
    shown = run(
        """
        for name in "abc":
            for turn in progress(range(3)):
                print(name, turn)
                if turn == 1:
                    press_stop()
        """
    )
    sentence = "Stopped at step 2 of 3. "
    lines = shown.printed.splitlines()
    assert [line.partition("What")[0] for line in lines] == ["a 0", "a 1", sentence, "b 0", "c 0"]
    assert run("print(*progress('xyz'))").printed == "x y z\n"


def test_a_second_stop_is_a_keyboard_interrupt(run):
    again = "press_stop(); press_stop(); print('not reached')"
    assert run(f"for _ in progress('ab'): {again}").error == "KeyboardInterrupt: "
    later = "for _ in progress('ab'): press_stop()\nfor _ in progress('ab'): press_stop()"
    assert run(later).error == "KeyboardInterrupt: "


def test_a_stop_between_loops_is_a_keyboard_interrupt(run):
    assert run("for _ in progress('ab'): pass\npress_stop()").error == "KeyboardInterrupt: "


def test_a_stop_while_the_next_thing_is_made_lets_its_turn_be_made(run):
    """As of a trainer that makes its step and yields."""
    shown = run(
        """
        def steps():
            for step in range(9):
                if step == 4:
                    press_stop()
                yield step

        print(*progress(steps(), total=9))
        """
    )
    assert shown.printed.splitlines()[-1] == "0 1 2 3 4"
    assert shown.printed.startswith("Stopped at step 5 of 9.")


# Other ends


@pytest.mark.parametrize("end", ["break", "raise ValueError('mine')"])
def test_loops_left_at_once_leave_nothing_behind(run, end):
    shown = run(
        f"""
        for outer in progress("ab"):
            for inner in progress("cd"):
                {end}
            {end}
        """
    )
    assert shown.error == ("" if end == "break" else "ValueError: mine")
    assert line(shown).startswith("0 of 2 steps · in 1 s")


def test_a_generator_left_in_the_middle_is_forgotten_at_the_end_of_its_cell(run):
    run(
        """
        def turns():
            for turn in progress("abc", unit="epoch"):
                yield turn

        kept = turns()
        next(kept)
        """
    )
    shown = run("for _ in progress('xy'): pass")
    assert line(shown) == "2 of 2 steps · in 1 s"
    assert run("print(*kept)").printed == "b c\n"


def test_a_handler_that_a_cell_sets_is_kept(run):
    shown = run(
        """
        signal.signal(signal.SIGINT, print)
        for _ in progress("ab"): pass
        print(signal.getsignal(signal.SIGINT) is print)
        """
    )
    assert shown.printed == "True\n"


def test_in_a_thread_a_line_is_shown_and_nothing_stops(run):
    shown = run(
        """
        thread = threading.Thread(target=lambda: print(*progress("abc")))
        for _ in progress("xy"):
            thread.start()
            thread.join()
            press_stop()
        """
    )
    assert shown.printed.startswith("a b c\nStopped at step 1 of 2.")


# Without a kernel


def process(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    return subprocess.run(
        [sys.executable, "-c", SETUP + code],
        env=clean | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_plain_process_stops_loop_by_loop():
    done = process(
        """
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in "ab":
    for turn in (turns := progress(range(3))):
        turns.set_postfix(D=0.25)
        print(name, turn)
        press_stop()
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
""",
        PYTHONIOENCODING="utf-8",
    )
    assert [line.partition(" of")[0] for line in done.stdout.splitlines()] == [
        "a 0", "Stopped at step 1", "b 0", "Stopped at step 1", "True",
    ]  # fmt: skip
    assert "1/3" in done.stderr
    assert "D 0.25" in done.stderr


def test_in_a_terminals_ipython_a_cell_is_stopped_as_in_a_notebook():
    done = process(
        """
from IPython.core.interactiveshell import InteractiveShell
signal.signal(signal.SIGINT, signal.default_int_handler)
shell = InteractiveShell.instance(user_ns=globals())
shell.run_cell("for turn in progress(range(3)): press_stop()\\nprint(*progress('ab'))")
shell.run_cell("print(*progress('ab'))")
""",
        PYTHONIOENCODING="utf-8",
    )
    assert done.stdout.splitlines()[1:] == ["a", "a b"]
    assert "1/3" in done.stderr


def test_where_bars_are_disabled_the_loop_is_plain():
    done = process(
        """
signal.signal(signal.SIGINT, signal.default_int_handler)
for turn in (turns := progress("ab")):
    turns.set_postfix(D=0.25)
    print(turn, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
press_stop()
""",
        TQDM_DISABLE="1",
    )
    assert done.stdout == "a True\nb True\n"
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert "/2" not in done.stderr
