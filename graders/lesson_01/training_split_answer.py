"""Exercise 1.5: why the training split alone is enough."""

from __future__ import annotations

from graders.lesson_01._question import question

item = question(
    "training_split_answer",
    "1.5",
    {
        "a": "it never sees a digit, but D's gradients tell it about them: a generator can come to "
        "reproduce training digits",
        "b": "every picture that it makes is an answer on new noise, and nobody has judged it on "
        "any that it was not trained with",
        "c": "that loss depends on this D: at its landmark the fakes are perfect, or D is bad",
        "d": "both splits come from one collection; the test digits would train it just as well",
    },
    see=(("never sees", "hint 2"), ("landmark", "hint 2")),
)
