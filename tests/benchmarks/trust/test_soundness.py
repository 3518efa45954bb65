"""Right answers are run under many seeds, and one that is refused is reported."""

import random

import numpy as np
import torch

from benchmarks.catalogue import Answer
from benchmarks.trust import soundness


def planted(tmp_path, source: str) -> Answer:
    path = tmp_path / "count_pixels" / "right_planted.py"
    path.parent.mkdir()
    path.write_text(source)
    return Answer(path)


def test_right_answers_pass_under_other_seeds():
    assert soundness.failures_of("count_pixels", threads=1, first=0, end=9) == []


def test_a_check_that_refuses_a_right_answer_now_and_then_is_reported(monkeypatch, tmp_path):
    answer = planted(
        tmp_path,
        "calls = []\n"
        "def count_pixels(height, width):\n"
        "    calls.append(1)\n"
        "    return height * width + (len(calls) == 20)\n",
    )
    monkeypatch.setattr(soundness, "right_answers", lambda name: [answer])
    threads = torch.get_num_threads()
    try:
        (failure,) = soundness.failures_of("count_pixels", threads=2, first=0, end=30)
    finally:
        torch.set_num_threads(threads)
    assert failure.answer == "count_pixels/right_planted"
    assert f"seed {failure.seed}, 2 threads" in str(failure)


def test_the_answers_take_turns(monkeypatch, tmp_path):
    names = [answer.name for answer in soundness.right_answers("get_noise")]
    assert len(names) == len(set(names)) > 8
    assert all(name.startswith("get_noise/right_") for name in names)


def test_the_state_before_a_run_is_arbitrary_but_recorded():
    states = []
    kept = random.getstate(), np.random.get_state()  # noqa: NPY002
    with torch.random.fork_rng(devices=[]):
        for seed in ("a", "b", "a"):
            soundness.stir(seed)
            states.append((random.random(), np.random.rand(), torch.rand(()).item()))  # noqa: NPY002
    random.setstate(kept[0])
    np.random.set_state(kept[1])  # noqa: NPY002
    assert states[0] == states[2]
    assert not set(states[0]) & set(states[1])


def test_the_command_prints_a_row_for_each_item(capsys):
    assert soundness.main(["--seeds", "3", "count_pixels", "denorm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["item", "count_pixels", "denorm", "all"]
    assert lines[-1].split()[2:5] == ["6", "6", "0"]
