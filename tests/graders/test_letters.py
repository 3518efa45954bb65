"""Right letters cannot be read off the code of the checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import graders
from graders.instruments.letters import hashed
from graders.lesson_01._question import KEYS
from graders.lesson_05.diagnoses import KEY


@pytest.mark.parametrize("name", KEYS)
def test_the_right_letter_has_an_objection_as_the_others_have(name):
    (choice,) = getattr(graders, f"check_{name}").aspects
    assert sorted(choice.objections) == ["a", "b", "c", "d"]
    assert sum(hashed(name, letter) == KEYS[name] for letter in choice.objections) == 1


def test_no_key_is_a_letter():
    assert all(re.fullmatch("[0-9a-f]{12}", key) for key in [*KEYS.values(), *KEY.values()])


def test_equal_letters_have_different_hashes_in_different_places():
    assert hashed("patient 1", "a") != hashed("patient 2", "a")


def test_the_code_does_not_say_the_letter_beside_the_name():
    folder = Path(graders.__file__).parent
    for name in KEYS:
        source = (folder / "lesson_01" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search("(?m)^ *['\"][a-d]['\"],?$", source)
