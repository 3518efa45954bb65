"""The seeds of a submission: secret, a student's own, and other ones for another file."""

from __future__ import annotations

from pathlib import Path

from gancourse.course.tidy import read
from gancourse.grading.jobs import hash_of, seeds_of
from graders import check_conv_out_size

ROOT = Path(__file__).resolve().parents[3]
RELEASED = read(ROOT / "notebooks" / "06_dcgan" / "06_dcgan.ipynb")


def seeds(student: str = "ada", text: str = "one", key: bytes = b"key") -> dict[str, int]:
    return seeds_of(key, student, "06_dcgan", RELEASED, hash_of(text))


def test_the_same_file_is_asked_the_same_again():
    assert seeds() == seeds()
    assert len(set(seeds().values())) == len(seeds()) > 3


def test_another_file_student_or_key_is_asked_something_else():
    others = [seeds(text="two"), seeds(student="bob"), seeds(key=b"other")]
    for other in others:
        assert not set(other.values()) & set(seeds().values())


def test_a_text_that_is_no_unicode_has_a_hash():
    assert hash_of("\udcff") != hash_of("\udcfe")


def test_what_pages_of_feedback_say_does_not_add_up_to_a_table():
    """Who hands in again and again learns from each page one case with its right value."""
    table: dict[tuple[int, ...], int] = {}

    def conv_out_size(size, kernel_size, stride=1, padding=0):
        return table.get((size, kernel_size, stride, padding), 0)

    item = check_conv_out_size
    earned = []
    for hand_in in range(20):
        seed = seeds(text=str(hand_in))["check_conv_out_size"]
        verdict = item.verdict(conv_out_size, seed)
        earned.append(verdict.earned)
        expected = verdict.first_failure[1].finding.expected  # the integer 7 from …(16, 6, 2, 1)
        words = expected.replace("size=", "").replace("kernel_", "")
        value, _, case = words.removeprefix("the integer ").partition(" from conv_out_size")
        numbers = {"stride": 1, "padding": 0}
        plain = []
        for part in case.strip("()").split(", "):
            name, _, number = part.rpartition("=")
            if name:
                numbers[name] = int(number)
            else:
                plain.append(int(number))
        table[(*plain, *numbers.values())[:4]] = int(value)
    assert len(table) == 20
    assert max(earned) < 0.5
