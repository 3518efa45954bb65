"""An empty template earns nothing, and the message says what still stands there."""

import pytest
import torch
from torch import nn

import graders
from benchmarks.catalogue import ITEMS
from graders.core.bytecode import left_blank

BODIES = {
    "pass": "still empty",
    "...": "still empty",
    "return None": "still empty",
    "return ...": "still empty",
    "'''The task.'''": "still empty",
    "layers = None; return layers": "still empty",
    "raise NotImplementedError": "`raise NotImplementedError` still stands",
    "raise NotImplementedError('to do')": "`raise NotImplementedError` still stands",
    "return ____": "the placeholder `____` still stands",
    "return nn.Sequential(__, __)": "the placeholder `__` still stands",
    "return nn.Sequential(YOUR_CODE_HERE)": "the placeholder `YOUR_CODE_HERE` still stands",
    "return nn.Sequential(...)": "the placeholder `...` still stands",
    "return nn.Sequential(nn.Linear(input_dim, ...), ...)": "the placeholder `...` still stands",
    "return nn.Sequential()": "an empty Sequential",
    "layers = []; return nn.Sequential(*layers)": "an empty Sequential",
    "return nn.Sequential(None, None)": "None stands where the layers belong",
}

EMPTY_CLASSES = {
    "pass": "still empty",
    "def get_disc(self): return self.disc": "still empty",
    """
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
    def forward(self, image):
        '''The task.'''
    """: "still empty",
    """
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = None
    def forward(self, image):
        return None
    """: "still empty",
    """
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential()
    def forward(self, image):
        return self.disc(image)
    """: "an empty Sequential",
    """
    def __init__(self, im_dim=784, hidden_dim=128):
        super().__init__()
        self.disc = nn.Sequential(None, None)
    def forward(self, image):
        return self.disc(image)
    """: "None stands where the layers belong",
}


def defined(source: str, name: str):
    namespace = {
        "__name__": "__main__",
        "torch": torch,
        "nn": nn,
        "__": "",
        "___": "",
    }  # IPython knows the last two
    exec(source, namespace)
    return namespace[name]


def unattempted(name: str, answer) -> str:
    """What is found in an answer that counts as not attempted."""
    with pytest.raises(graders.NotAttempted) as failure:
        ITEMS[name](answer)
    assert failure.value.verdict.earned == 0
    return " ".join(str(failure.value).split())


@pytest.mark.parametrize(("body", "found"), BODIES.items())
def test_an_empty_function_is_not_attempted(body, found):
    source = f"def get_discriminator_block(input_dim, output_dim):\n    {body}"
    answer = defined(source, "get_discriminator_block")
    assert found in unattempted("get_discriminator_block", answer)


@pytest.mark.parametrize(("body", "found"), EMPTY_CLASSES.items())
def test_an_empty_class_is_not_attempted(body, found):
    answer = defined(f"class Discriminator(nn.Module):\n    {body.strip()}", "Discriminator")
    assert found in unattempted("Discriminator", answer)


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_every_item_recognises_an_empty_answer(name):
    assert "still empty" in unattempted(name, lambda *args, **named: None)


@pytest.mark.parametrize("body", ["'c'", "return 'd'", "answer = 'c'", "print('c')", "return 3"])
def test_a_wrong_choice_is_an_attempt(body):
    answer = defined(f"def batch_size_answer():\n    {body}", "batch_size_answer")
    with pytest.raises(graders.CheckFailed):
        graders.check_batch_size_answer(answer)


@pytest.mark.parametrize("body", ["return p", "q", "return p and None", "return [p]", "return 0"])
def test_what_uses_an_argument_or_gives_a_number_is_an_attempt(body):
    answer = defined(f"def optimal_discriminator(p, q):\n    {body}", "optimal_discriminator")
    with pytest.raises(graders.CheckFailed):
        graders.check_optimal_discriminator(answer)


def test_an_endless_loop_is_no_empty_function():
    endless = defined("def f(size):\n    while True:\n        pass", "f")
    assert left_blank(endless) is None


def test_a_class_that_inherits_a_student_s_own_network_is_an_attempt():
    from ganlab import networks

    class Base(nn.Module):
        __init__ = networks.Discriminator.__init__
        forward = networks.Discriminator.forward
        get_disc = networks.Discriminator.get_disc

    class Discriminator(Base):
        pass

    with pytest.raises(graders.CheckFailed):  # super() belongs to another class
        graders.check_discriminator(Discriminator)


def test_one_none_among_the_layers_is_named():
    source = (
        "def get_discriminator_block(input_dim, output_dim):\n"
        "    return nn.Sequential(nn.Linear(input_dim, output_dim), None)"
    )
    with pytest.raises(graders.CheckFailed, match="None stands in nn"):
        graders.check_get_discriminator_block(defined(source, "get_discriminator_block"))
