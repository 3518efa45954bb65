"""Texts of strangers in spreadsheets: harmless there, and the same when they come back."""

from __future__ import annotations

import pytest

from gancourse.course.spreadsheets import harmless, without_apostrophe


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "good\n- but short\n\n=2",
        "-x;-y",
        "'-x;\t'=y",
        "'quoted'",
        "it's fine",
        "'tis",
        '"=1"',
        "",
        "＝1",
        "\n\n=",
        "two\n\nparagraphs",
        "\ta tab",
    ],
)
def test_what_is_made_harmless_comes_back_as_it_was(text):
    assert without_apostrophe(harmless(text)) == text


def test_paragraphs_of_a_text_stay_as_they_are():
    assert harmless("two\n\nparagraphs; and more") == "two\n\nparagraphs; and more"
    assert harmless("\ta tab") == "'\ta tab"
