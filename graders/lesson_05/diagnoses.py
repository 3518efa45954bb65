"""Exercise 5.4: what is wrong with each patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.errors import NO_QUOTES
from graders.core.values import name_of, plain
from graders.instruments.calls import exercise
from graders.instruments.letters import hashed

PATIENTS = range(1, 11)

KEY = {
    1: "c0188ddd420c",
    2: "cb79fa5c22a3",
    3: "ba4fd8484562",
    4: "00d8d3dcbd06",
    5: "6bfe219df19c",
    6: "d728c8c3127b",
    7: "d9032872eeac",
    8: "3c3a97613c03",
    9: "fdb7c48345b3",
    10: "d68ea794375d",
}
"""The right letter of each patient, hashed."""

SYMPTOMS = {
    "a": "the pixels of the reals would not fill the range of the generator's tanh",
    "b": "D would come to tell its own digits from unseen ones: their two curves would part",
    "c": "the fakes of a batch would be equal from the first step on: a first spread of 0",
    "d": "all fakes would be good drawings of one and the same digit, and D's verdict on unseen "
    "digits would fall",
    "e": "D's loss would fall below 0, where no cross-entropy can be",
    "f": "the losses would not fit D's verdict: D's could not fall below 0.5, and G's could not "
    "rise above ln 2, however sure D is",
    "g": "the first step of both networks would be far shorter than the healthy one's",
    "h": "the first step of both networks would be far longer than the healthy one's",
    "i": "D's first step would have the length 0",
    "j": "G's first step would have the length 0",
    "k": "both losses would go to 0 together, since nobody resists",
    "l": "the length of G's gradient would grow steadily from beginning to end, and pass 10",
    "m": "two gradients would reach G in each step",
    "n": "no gradient would reach G",
}
"""For each cause, what an instrument would show. The lesson's tests hold every patient to it."""


@dataclass
class Diagnoses(Aspect):
    """A letter for each patient; at least so many of the letters are right.

    Attributes:
        least: How many.
    """

    least: int

    call = "diagnoses()"
    causes = NO_QUOTES

    def __post_init__(self) -> None:
        self.title = f"the causes of {self.least} illnesses, or more"
        if self.least == len(PATIENTS):
            self.title = "the causes of all ten illnesses"

    def observe(self, answer: Any, given: Given) -> Seen:
        result = answer()
        if isinstance(result, dict):
            return {"pairs": [[plain(key), plain(value)] for key, value in result.items()]}
        return {"pairs": None, "result": plain(result)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "a dict with a letter from 'a' to 'n' for each of the patients 1 to 10"
        if seen["pairs"] is None:
            likely = 'a dict says which letter belongs to which patient: {1: "…", 2: "…", …}'
            if seen["result"] is None:
                likely = "a forgotten return"
            return Finding(expected, name_of(seen["result"]), likely)
        values = {_number_of(key): value for key, value in seen["pairs"]}
        letters = {patient: _letter_of(value) for patient, value in values.items()}
        right = [patient for patient in PATIENTS if is_right(patient, letters.get(patient))]
        malformed = _malformed(seen["pairs"], values, letters)
        if malformed and self.least > len(right) - (self.least == len(PATIENTS)):
            return Finding(expected, *malformed)
        if len(right) >= self.least:
            return None
        patient = next(patient for patient in PATIENTS if patient not in right)
        letter = letters[patient]
        likely = (
            f"with {letter!r}, {SYMPTOMS[letter]}; look again whether patient {patient} does that"
        )
        if twins := [
            str(other) for other in PATIENTS if letters[other] == letter and other != patient
        ]:
            likely += f". No two have the same letter, but patient {', '.join(twins)} has it too"
        return Finding(
            f"{self.least} right diagnoses",
            f"{len(right)} right {'one' if len(right) == 1 else 'ones'}; the first that is not: "
            f"patient {patient}, {letter!r}",
            likely,
        )


def is_right(patient: int, letter: Any) -> bool:
    """Whether this is the right letter for a patient."""
    return hashed(f"patient {patient}", letter) == KEY[patient]


def _malformed(
    pairs: list[list[Any]], values: dict[Any, Any], letters: dict[Any, Any]
) -> tuple[str, str] | None:
    """What was got and the likely cause, if a patient has no letter, or somebody else has one."""
    for key, value in pairs:
        if _number_of(key) not in PATIENTS:
            likely = "the patients are numbered from 1 to 10"
            if _letter_of(key) in SYMPTOMS and _number_of(value) in PATIENTS:
                likely = "patient and letter have changed places: the number comes first"
            return f"a dict with the key {_shown(key)}", likely
    missing = [str(patient) for patient in PATIENTS if patient not in letters]
    if missing:
        return (
            f"no letter for patient {', '.join(missing)}",
            "every patient is ill: none is left out",
        )
    for patient, letter in letters.items():
        if letter not in SYMPTOMS:
            return (
                f"{_shown(values[patient])} for patient {patient}",
                "the letter that stands in front of the cause in the list, in quotes, is asked for",
            )
    return None


def _number_of(key: Any) -> Any:
    """The number of a patient; "3" and "patient 3" are 3 too."""
    if isinstance(key, str):
        digits = key.lower().strip().removeprefix("patient").strip()
        return int(digits) if digits.isdecimal() and len(digits) < 3 else None
    return key if isinstance(key, int) and not isinstance(key, bool) else None


def _letter_of(value: Any) -> Any:
    return value.strip().strip("().").lower() if isinstance(value, str) else None


def _shown(value: Any) -> str:
    return f"{value!r}"[:40] if isinstance(value, str | int | float) else name_of(value)


item = exercise("5.4", "diagnoses()", *map(Diagnoses, (2, 4, 6, 8, 10)), parameters=False)
