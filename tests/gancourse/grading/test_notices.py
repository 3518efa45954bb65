"""Cells that name the lesson's own reference, or the checks, are told to the teacher; no others."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import nbformat
import pytest

from benchmarks.catalogue import answers
from gancourse.cli.report import remark_lines, results_json
from gancourse.course.tidy import read
from gancourse.grading.notices import items_of, notices_on, origin_notices
from gancourse.grading.result import GRADED, Result
from gancourse.sandbox.origins import origins

ROOT = Path(__file__).resolve().parents[3]
LESSONS = {path.stem[:2]: path for path in sorted(ROOT.glob("notebooks/*/*.ipynb"))}


def notices(source: str, lesson: str = "02") -> list[str]:
    """On a released notebook with one more cell."""
    released = read(LESSONS[lesson])
    nb = copy.deepcopy(released)
    nb.cells.append(nbformat.v4.new_code_cell(source, id="added"))
    return notices_on(nb, released)


NAMED = {
    "re-export": ("from ganlab.networks import get_noise", "ganlab.networks.get_noise"),
    "other name": ("from ganlab.networks import get_noise as mine", "ganlab.networks.get_noise"),
    "star": ("from ganlab.networks import *", "ganlab.networks.*"),
    "attribute": ("import ganlab.networks as n\nn.Generator(3)", "ganlab.networks.Generator"),
    "from the package": ("from ganlab import networks\nnetworks.get_noise", "get_noise"),
    "assigned": ("import ganlab\nn = ganlab\nn.networks.get_noise", "ganlab.networks.get_noise"),
    "whole module": ("from ganlab import networks\nvars(networks)['get_' + 'noise']", "networks"),
    "whole package": ("import ganlab\ngetattr(ganlab, 'net' + 'works')", "ganlab"),
    "in a function": ("def f():\n    from ganlab.networks import get_noise", "get_noise"),
    "import_module": ("import importlib\nimportlib.import_module('ganlab.networks')", "networks"),
    "sum of texts": ("import importlib as i\ni.import_module('gan' + 'lab.networks')", "networks"),
    "__import__": ("__import__('ganlab.networks').networks.get_noise", "ganlab.networks"),
    "sys.modules": ("import sys\nsys.modules['ganlab.networks']", "ganlab.networks"),
    "all modules": ("import sys\nlist(sys.modules.values())", "sys.modules.values"),
    "getsource": ("import inspect, ganlab\ninspect.getsource(ganlab.networks)", "ganlab.networks"),
    "open": ("open('/usr/lib/ganlab/networks.py').read()", "ganlab.networks.py"),
    "joined path": ("import os\nos.path.join(root, 'ganlab', 'networks.py')", "ganlab"),
    "__file__": ("import ganlab\nopen(ganlab.__file__)", "ganlab.__file__"),
    "__dict__": ("from ganlab import networks\nnetworks.__dict__['x']", "networks.__dict__"),
    "exec": ("exec('from ganlab.networks import get_noise')", "ganlab.networks.get_noise"),
    "gc": ("import gc\ngc.get_objects()", "gc.get_objects"),
    "stack": ("from inspect import stack\nstack()", "inspect.stack"),
    "!cat": ("!cat ../ganlab/networks.py", "ganlab.networks.py"),
    "= !cat": ("text = !cat ../ganlab/networks.py", "ganlab.networks.py"),
    "%run": ("%run ../ganlab/networks.py", "ganlab.networks.py"),
    "??": ("import ganlab.networks\nganlab.networks.get_noise??", "ganlab.networks.get_noise"),
    "%%bash": ("%%bash\ncat ../ganlab/networks.py", "ganlab.networks.py"),
    "%%writefile": ("%%writefile own.py\nfrom ganlab.networks import get_noise\n", "get_noise"),
    "syntax error": ("from ganlab.networks import get_noise\nx = = 3", "ganlab.networks"),
    "core": ("import graders.core.check as c\nc.Item.observe = None", "graders.core.check.Item"),
    "from core": ("from graders.core.check import Item", "graders.core.check.Item"),
    "aspects": ("graders.check_get_noise.aspects[0]", "graders.check_get_noise.aspects"),
    "alias of a check": ("c = graders.check_get_noise\nc.given(0)", "check_get_noise.given"),
    "vars": ("vars(graders)", "graders"),
    "MODULES": ("graders.MODULES", "graders.MODULES"),
    "graders/": ("!ls ../graders/lesson_02", "graders.lesson_02"),
}


@pytest.mark.parametrize(("source", "name"), NAMED.values(), ids=NAMED)
def test_the_reference_and_the_checks_are_noticed(source, name):
    (notice,) = notices(source)
    assert notice.startswith("The cell `added` names `")
    assert name in notice


@pytest.mark.parametrize(
    ("lesson", "source"),
    [
        ("03", "from ganlab.losses import get_disc_loss"),
        ("05", "from ganlab.patients import Gan\nfeed = Gan.feed"),
        ("05", "from ganlab.patients import PATIENTS"),
        ("05", "clinic.Gan.feed"),
        ("05", "from ganlab.scores import frechet_distance"),
        ("06", "from ganlab.dcgan import weights_init"),
        ("05", "from graders.lesson_05.diagnoses import KEY"),
    ],
)
def test_each_lesson_has_references_of_its_own(lesson, source):
    assert len(notices(source, lesson)) == 1


USUAL = {
    "a check": "graders.check_get_noise(get_noise)",
    "all checks": "for check in (graders.check_get_noise,):\n    check(get_noise)",
    "caught": "try:\n graders.check_get_noise(f)\nexcept graders.CheckFailed as e:\n print(e)",
    "example": "batch = graders.example('get_noise', 2)",
    "another part": "from ganlab import draw\nfrom ganlab.data import load_digits",
    "another network": "from ganlab.networks import MinimalGenerator",
    "its own": "def get_noise(n, z):\n    return torch.randn(n, z)",
    "colab": "import sys\nIN_COLAB = 'google.colab' in sys.modules",
    "memory": "import gc\ngc.collect()",
    "version": "import ganlab\nprint(ganlab.__version__)",
    "prose": "print('the graders of ganlab are strict')",
    "installs": "!pip install ganlab",
    "magic": "%matplotlib inline\n%timeit get_noise(3, 4)",
    "no code": "this is ( no code",
}


@pytest.mark.parametrize("source", USUAL.values(), ids=USUAL)
def test_what_students_do_is_not_noticed(source):
    assert notices(source) == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_courses_own_notebooks_are_not_noticed(lesson):
    released = read(LESSONS[lesson])
    solution = ROOT / "solutions" / LESSONS[lesson].relative_to(ROOT / "notebooks")
    assert notices_on(released, released) == []
    assert notices_on(read(solution), released) == []


def test_references_of_earlier_lessons_may_be_used():
    assert notices("from ganlab.networks import get_noise, Generator", "04") == []


def test_a_cell_of_nothing_but_magics_is_read_to_its_end():
    (notice,) = notices("%%time\n" * 10_000 + "from graders import core")
    assert "graders.core" in notice


def test_a_notebook_full_of_notices_fills_no_report():
    released = read(LESSONS["02"])
    nb = copy.deepcopy(released)
    nb.cells += [nbformat.v4.new_code_cell(f"from graders import a{n}") for n in range(500)]
    told = notices_on(nb, released)
    assert len(told) == 31
    assert told[-1] == "And so on: 500 cells like these."


def test_strange_cells_are_no_trouble():
    for source in ("(" * 5000, "a" + ".a" * 50_000, "-" * 50_000 + "1", " " * 200_000, "\0", "?"):
        assert notices(source) == []


# Where an answer comes from -----------------------------------------------------------------------


def made(source: str) -> list[str]:
    """The notice on `get_noise` from a cell."""
    namespace = {"__name__": "__main__"}
    exec(compile(source, "<ipython-input-1-0>", "exec"), namespace)
    items = items_of(read(LESSONS["02"]))
    return origin_notices("get_noise", origins(namespace["get_noise"]), items)


FOUND = "from ganlab import networks as n; found = getattr(n, ''.join(['get_', 'noise']))\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (FOUND + "get_noise = found", "`ganlab.networks.get_noise`"),
        (FOUND + "def get_noise(*a): return found(*a)", "`ganlab.networks.get_noise`"),
        (FOUND + "get_noise = lambda *a, f=None: found(*a)", "`ganlab.networks.get_noise`"),
        (FOUND + "import functools; get_noise = functools.partial(found)", "get_noise`"),
        (FOUND + "found.__call__\ndef make():\n g = found\n def f(*a): return g(*a)\n return f\n"
         "get_noise = make()", "get_noise`"),
        (FOUND + "class get_noise:\n def __new__(cls, *a): return found(*a)", "get_noise`"),
        ("exec('def get_noise(n, z): return 1')", "`a file <string>`"),
        ("from graders.lesson_04.train_epoch import reference_step as get_noise", "reference_step"),
    ],
)  # fmt: skip
def test_an_answer_that_no_cell_has_made_is_noticed(source, words):
    (notice,) = made(source)
    assert notice.startswith("`get_noise` is made of `")
    assert words in notice


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ndef get_noise(n, z): return torch.randn(n, z)",
        "import torch; get_noise = torch.randn",
        "from ganlab.losses import get_gen_loss\ndef get_noise(n, z): return get_gen_loss",
        "from dataclasses import dataclass\n@dataclass\nclass get_noise:\n n: int",
        "class Odd:\n def __getattr__(self, name): raise ValueError\nget_noise = Odd()",
    ],
)
def test_an_answer_from_a_cell_is_not_noticed(source):
    assert made(source) == []


def test_answers_of_the_catalogue_come_from_cells():
    for answer in answers("right_"):
        namespace = {"__name__": "__main__"}
        exec(compile(answer.source, "<ipython-input-1-0>", "exec"), namespace)
        name = answer.path.parent.name
        assert origin_notices(name, origins(namespace[name]), {name}) == [], answer.name


@pytest.mark.parametrize("origin", [None, 3, [None, 3], {"a": 1}, ["x" * 10**6], [""]])
def test_what_the_sandbox_says_of_origins_is_not_trusted(origin):
    assert origin_notices("get_noise", origin, {"get_noise"}) == []


# Who is told --------------------------------------------------------------------------------------


def test_the_teacher_is_told_in_the_report_and_in_json():
    result = Result("ada", "02", GRADED, ("Repaired.",), notices=("The cell `x` names `graders`.",))
    assert remark_lines([result]) == [
        "ada · 02",
        "  Repaired.",
        "  For you alone: The cell `x` names `graders`.",
    ]
    assert json.loads(results_json([result]))[0]["notices"] == ["The cell `x` names `graders`."]
