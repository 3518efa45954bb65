"""The mutation tool makes the mutants that it promises, and reports what a check misses."""

import textwrap

import pytest

from benchmarks.trust import mutation
from benchmarks.trust.answer_cells import AnswerCell, answer_cells
from benchmarks.trust.mutation import Change, Fate, Tally
from benchmarks.trust.operators import mutants

COUNT_PIXELS = answer_cells()["count_pixels"]


def cell_of(lines: str, head: str = "def f(gen, disc, x, device='cpu'):") -> str:
    """An answer cell with these lines as its solution."""
    body = textwrap.indent(f"### BEGIN SOLUTION\n{lines}\n### END SOLUTION", "    ")
    return f'{head}\n    """1 + 1"""\n{body}\n'


def lines_of(lines: str, **cell) -> list[str]:
    """What the mutants of these lines have in their place, each in one line."""
    source = cell_of(lines, **cell)
    this = AnswerCell("f", "", "", source)
    return [mutation.change_of(this, mutant).now for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("gen.train()", "pass"),
        ("gen.train()", "gen.eval()"),
        ("gen.train()", "disc.train()"),
        ("y = x.detach()", "y = x"),
        ("y = int(x)", "y = x"),
        ("y = x[:5].T", "y = x.T"),
        ("y = x[:5].T", "y = x[:5]"),
        ("y = x[:5]", "y = x[:5 - 1]"),
        ("if x: pass", "if not (x): pass"),
        ("for y in x: gen(y)", "for y in list(x)[1:]: gen(y)"),
        ("with torch.no_grad(): gen(x)", "with __import__('contextlib').nullcontext(): gen(x)"),
        ("y = torch.normal(0.5, x)", "y = torch.normal(x, 0.5)"),
        ("y = torch.randn(x, device=device)", "y = torch.randn(x)"),
        ("y = torch.randn(x, device=device)", "y = torch.randn(x, device='cpu')"),
        ("y = torch.randn(x, device=device)", "y = torch.rand(x, device=device)"),
        ("y = torch.randn(x)", "y = torch.randn(x, dtype=torch.float64)"),
        ("y = torch.ones_like(x)", "y = torch.zeros_like(x)"),
        ("y = nn.Sequential(gen, disc)", "y = nn.Sequential(gen)"),
        ("y = nn.Sequential(gen, disc)", "y = nn.Sequential(disc, gen)"),
        ("y = nn.Sequential(gen, disc)", "y = nn.Sequential(gen, gen, disc)"),
        ("y = nn.LeakyReLU(0.2)", "y = nn.ReLU(0.2)"),
        ("y = nn.LeakyReLU(0.2)", "y = nn.LeakyReLU(0.02)"),
        ("y = nn.LeakyReLU(0.2)", "y = nn.LeakyReLU()"),
        ("y = dict(bias=False)", "y = dict(bias=True)"),
        ('y = "c"', "y = 'd'"),
        ("y = (x + 1) / 2", "y = (x - 1) / 2"),
        ("y = x * 2", "y = 2 / x"),
        ("y = -x", "y = x"),
        ("y = x >= 4", "y = x > 4"),
        ("y += x", "y -= x"),
        ("y = x.mean()", "y = x.sum()"),
        ("return gen, disc", "return (disc, gen,)"),
        ("return x", "pass"),
        ("return x", "return -(x)"),
    ],
)
def test_every_operator_makes_its_mutants(line, expected):
    assert expected in lines_of(line)


def test_brackets_keep_the_meaning_of_what_stands_around():
    assert "y = (x - 1) * 2" in lines_of("y = (x + 1) * 2")  # these stood there before
    assert "y = (x + 1) * 2" in lines_of("y = x / 1 * 2")


def test_default_values_are_changed_and_dropped():
    heads = lines_of("return x", head="def f(x, n=3):")
    assert "def f(x, n=4):" in heads
    assert "def f(x, n):" in heads


def test_nothing_outside_of_the_solution_is_changed():
    source = "def f(x):\n    y = 1 + x\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n"
    assert list(mutants(source)) == []


def test_a_mutant_is_made_once_and_is_never_the_answer_itself():
    source = cell_of("y = x + x")
    made = list(mutants(source))
    assert len(made) == len(set(made))
    assert source not in made


def test_characters_of_any_alphabet_stay_in_their_places():
    assert "y = 'é', x - 1" in lines_of("y = 'é', x + 1")


@pytest.mark.parametrize("name", answer_cells())
def test_the_reference_answers_pass_their_checks(name):
    cell = answer_cells()[name]
    assert mutation.fate(cell, cell.source) is Fate.SURVIVED


def test_every_item_has_an_answer_cell():
    assert set(answer_cells()) == set(mutation.ITEMS)


def test_a_planted_survivor_is_reported(monkeypatch, capsys):
    planted = COUNT_PIXELS.source.replace("height * width", "width * height")
    monkeypatch.setattr(mutation, "mutants", lambda source: [planted])
    assert mutation.main(["count_pixels"]) == 1
    assert "  - return height * width\n  + return width * height" in capsys.readouterr().out


def test_an_explained_survivor_is_not_reported(monkeypatch, capsys, tmp_path):
    planted = COUNT_PIXELS.source.replace("height * width", "width * height")
    monkeypatch.setattr(mutation, "mutants", lambda source: [planted])
    reasons = tmp_path / "equivalent.toml"
    reasons.write_text(
        '[[equivalent]]\nitem = "count_pixels"\nwas = "return height * width"\n'
        'now = "return width * height"\nreason = "Products commute."\n'
    )
    monkeypatch.setattr(mutation, "EQUIVALENT", reasons)
    assert mutation.main(["count_pixels"]) == 0
    assert "survived\n" not in capsys.readouterr().out.partition("\n")[2]


def test_an_answer_that_fails_its_own_check_stops_the_run():
    wrong = COUNT_PIXELS.source.replace("height * width", "height + width")
    cell = AnswerCell("count_pixels", COUNT_PIXELS.lesson, COUNT_PIXELS.imports, wrong)
    with pytest.raises(ValueError, match="count_pixels does not pass its check"):
        list(mutation.run([cell]))


def test_stale_explanations_are_reported():
    known = Change("count_pixels", "return height * width", "return width * height")
    killed = Change("count_pixels", "return height * width", "return 0")
    unknown = Change("no_such_item", "a", "b")
    other = Change("denorm", "not looked at", "in this run")
    tallies = [Tally("count_pixels", 14, (known,), ())]
    assert mutation.stale_entries([known, killed, unknown, other], tallies) == [unknown, killed]


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ("def count_pixels(height, width):\n    return height * width", Fate.SURVIVED),
        ("def count_pixels(height, width):\n    return height + width", Fate.KILLED),
        ("def count_pixels(height, width):\n    exit()", Fate.KILLED),
        ("def count_pixels(height, width):\n    while True: pass", Fate.KILLED),
        ("def count_pixels(height, width=missing):\n    pass", Fate.INVALID),
    ],
)
def test_the_fate_of_a_mutant(answer, fate, monkeypatch):
    monkeypatch.setattr(mutation, "SECONDS", 0.5)
    assert mutation.fate(COUNT_PIXELS, answer) is fate


def test_a_mutant_that_kills_its_process_is_noticed_and_the_others_are_judged(monkeypatch):
    deadly = COUNT_PIXELS.source.replace("return height", "import os; os._exit(1); return height")
    wrong = COUNT_PIXELS.source.replace("height * width", "height + width")
    monkeypatch.setattr(mutation, "mutants", lambda source: [deadly, wrong])
    (tally,) = mutation.run([COUNT_PIXELS])
    assert (tally.killed, tally.survivors) == (2, ())


def test_the_rate_leaves_equivalent_mutants_out():
    one = Change("f", "a", "b")
    tally = Tally("f", killed=9, equivalent=(one,) * 10, survivors=(one,))
    assert (tally.mutants, tally.rate) == (20, 0.9)
    assert "90.0%" in mutation.table([tally])
