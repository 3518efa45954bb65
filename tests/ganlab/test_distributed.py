"""Two processes compute what one would, with the same batch."""

import json
import os
import subprocess
import sys

import pytest

STEPS = 11

TRAIN = """
import json, os
from pathlib import Path
import torch
from ganlab.data import load_digits
from ganlab.distributed import join, leave, rank
from ganlab.recipes import get_recipe
from ganlab.training import Trainer

torch.set_num_threads(1)
if "RANK" in os.environ:
    join(torch.device("cpu"))
for name in ("dcgan", "dcgan-course", "first-gan"):
    size = "small" if "dcgan" in name else None
    trainer = Trainer(get_recipe(name), load_digits("test").images, size=size)
    trainer.make_step()
    gradients = {
        f"{part}.{key}": weight.grad.norm().item()
        for part, net in (("gen", trainer.gen), ("disc", trainer.disc))
        for key, weight in net.named_parameters() if weight.grad is not None
    }
    trainer.train(steps=STEPS - 1)
    if rank() == 0:
        print(json.dumps([name, gradients, trainer.history]))
leave()
if os.path.exists("/proc/self/task"):
    threads = [Path(task, "comm").read_text() for task in Path("/proc/self/task").iterdir()]
    assert not [name for name in threads if "gloo" in name], "they abort Python's end at times"
""".replace("STEPS", str(STEPS))


def trained(tmp_path, *launcher):
    script = tmp_path / "train.py"
    script.write_text(TRAIN)
    done = subprocess.run(
        [sys.executable, *launcher, str(script)],
        capture_output=True,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    return {name: (gradients, history) for name, gradients, history in reports}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("distributed")
    torchrun = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")
    return trained(folder), trained(folder, *torchrun)


# In D's gradients only the order of float32 sums differs. (R1's second derivative is among them.)
# Then Adam's first step moves each weight by lr, up or down by the sign of its gradient. Where that
# is nearly 0, rounding decides; G's gradients come through the D that was moved so.
@pytest.mark.parametrize("name", ["dcgan", "dcgan-course", "first-gan"])
def test_gradients_of_the_first_step_are_those_of_one_process(both, name):
    one, two = (side[name][0] for side in both)
    assert one.keys() == two.keys()
    for weight, size in one.items():
        assert two[weight] == pytest.approx(
            size, rel=1e-4 if weight.startswith("disc") else 1e-2, abs=1e-6
        ), weight


@pytest.mark.parametrize("name", ["dcgan", "first-gan"])
def test_losses_stay_within_a_hundredth_of_those_of_one_process(both, name):
    one, two = (side[name][1] for side in both)
    assert one["step"] == two["step"] == [0, 10]
    for column in ("disc_loss", "gen_loss", "d_real", "d_fake"):
        assert two[column] == pytest.approx(one[column], rel=0.01)
