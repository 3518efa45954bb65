"""Exercise 1.4: why the batch size divides the number of digits."""

from __future__ import annotations

from graders.lesson_01._question import question

item = question(
    "batch_size_answer",
    "1.4",
    {
        "a": "the loss is a mean over the batch, and Adam knows nothing of its length: a short "
        "batch trains as well as others",
        "b": "nothing is left out: the short batch is used too, and each epoch shuffles anew",
        "c": "a loss is a mean over rows, and the 60 rows of targets are there in every batch, "
        "however many verdicts come",
        "d": "nothing is filled up: a loader hands over what there is",
    },
    see=(("left out", "hint 2"), ("filled up", "hint 2")),
)
