"""The pages of docs/play/ are what the templates and the weights make, small, and on their own."""

from __future__ import annotations

import re

import torch

from benchmarks.play.class_generator import (
    LEAST_AGREEMENT,
    MOST_DISTANCE,
    load_class_generator,
    report,
    train_class_generator,
)
from benchmarks.play.pages import HERE, PAGES, pages

MOST_BYTES = 500_000
MOST_LINES = 150  # of JavaScript


def test_the_stored_pages_are_up_to_date_and_all_of_them():
    stored = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert stored == pages(), "run python -m benchmarks play"


def test_a_page_is_small_and_asks_for_nothing_else():
    for name, text in pages().items():
        assert len(text.encode()) < MOST_BYTES, name
        assert not re.search(r"https?:|url\(|import |fetch\(|\bsrc=|\bhref=|\{\{", text), name
        code = re.findall(r"<script>\n(.*?)</script>", text, re.DOTALL)
        assert len(code) == 1, name
        assert len(code[0].splitlines()) < MOST_LINES, name


def test_every_template_is_a_page():
    assert {path.name for path in HERE.glob("*.html")} == set(pages())


def test_the_stored_conditional_generator_draws_what_is_ordered():
    figures, agreement = report(load_class_generator())
    assert agreement >= LEAST_AGREEMENT
    assert figures.frechet_distance <= MOST_DISTANCE
    assert figures.near_copies < 0.1


def test_a_short_training_of_it_repeats_itself_and_leaves_the_global_generator_alone():
    state = torch.get_rng_state()
    first, again = (train_class_generator(steps=2, seed=1) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), state)
    for a, b in zip(first.state_dict().values(), again.state_dict().values(), strict=True):
        assert torch.equal(a, b)
    assert not any(parameter.requires_grad for parameter in first.parameters())
