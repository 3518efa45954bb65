"""Every answer of the catalogue gets the verdict it deserves, and wrong ones the right reason."""

import pytest

import graders
from benchmarks.catalogue import FOLDER, ITEMS, Answer, answers
from graders.core import message

MAIN_ITEMS = {
    "get_generator_block",
    "Generator",
    "get_noise",
    "get_discriminator_block",
    "Discriminator",
    "get_disc_loss",
    "get_gen_loss",
    "repaired_step",
    "train_step",
    "train_epoch",
    "r1_penalty",
    "update_average",
    "optimal_discriminator",
    "pixel_gradient",
    "frechet_distance",
    "nearer_to_training",
    "make_gen_block",
    "make_disc_block",
    "make_dcgan",
    "weights_init",
    "with_label",
    "obedience",
    "earth_mover",
    "slope_penalty",
}


def names(answer: Answer) -> str:
    return answer.name


@pytest.mark.parametrize("answer", answers("right_"), ids=names)
def test_a_right_answer_passes_and_earns_everything(answer, capsys):
    verdict = answer.item.verdict(answer.load())
    assert verdict.passed, message.text(verdict)
    assert verdict.earned == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("answer", answers("wrong_"), ids=names)
def test_a_wrong_answer_fails_for_its_own_reason_and_loses_points(answer, capsys):
    with pytest.raises(graders.CheckFailed) as failure:
        answer.item(answer.load())
    text = str(failure.value)
    assert answer.says in " ".join(text.split()), text
    assert len(text.splitlines()) <= 12
    assert all(len(line) <= 100 for line in text.splitlines() if " " in line.strip())
    assert 0 <= failure.value.verdict.earned < 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ITEMS)
def test_a_check_that_passes_prints_one_line(name, capsys):
    answer = next(one for one in answers("right_") if one.item.name == name)
    answer.item(answer.load())
    out, err = capsys.readouterr()
    assert out.startswith(f"{name}: ")
    assert out.endswith("passed.\n")
    assert err == ""


@pytest.mark.parametrize("name", ITEMS)
def test_the_catalogue_is_large_enough(name):
    right = list((FOLDER / name).glob("right_*.py"))
    wrong = list((FOLDER / name).glob("wrong_*.py"))
    least = (8, 20) if name in MAIN_ITEMS else (4, 8)
    assert len(right) >= least[0]
    assert len(wrong) >= least[1]


def test_every_folder_belongs_to_an_item():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders == set(ITEMS)


def test_file_names_say_whether_the_answer_is_right():
    strays = [a.name for a in answers() if not a.path.name.startswith(("right_", "wrong_"))]
    assert strays == []
