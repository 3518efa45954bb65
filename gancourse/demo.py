"""A made-up class of six, with a course of its own in one folder: released, and handed in.

nbgrader's own commands work in it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils

from gancourse.course.lock import LOCK, only_one
from gancourse.course.places import find_graded_lessons, release_path, source_path
from gancourse.course.roster import Student, write_roster
from gancourse.course.tidy import read, write
from gancourse.errors import CourseError
from gancourse.grading.scheme import solutions_of
from gancourse.release.release import release
from gancourse.teaching.new_class import copy_course

MARK = "MADE_BY_DEMO.txt"
SETTINGS = """
# For the demo: one of the class has an endless loop, and nobody wants to wait for it.
c.Limits.cell_seconds = 10
"""

MISTAKES = (
    "count_pixels/wrong_edge",
    "optimal_discriminator/wrong_ratio",
    "batch_size_answer/wrong_letter_a",
    "get_generator_block/wrong_order",
    "get_noise/wrong_uniform",
    "Discriminator/wrong_sigmoid",
    "get_disc_loss/wrong_no_detach",
    "train_step/wrong_never_cleared",
    "frechet_distance/wrong_root_of_elements",
    "weights_init/wrong_norm_around_zero",
)
"""What one of the class gets wrong: files of the catalogue, tests/answers.

The other items are answered right, so the table of results also shows that a mistake costs its own
points only.
"""

Answers = dict[str, str]
"""Answer cells by grade id."""

OWN_WORDS: dict[str, Answers] = {
    "ada-allright": {
        "why_it_stalls": """\
The discriminator has won. Its loss of 0.01 is far below $2\\ln 2 \\approx 1.386$, where nobody has
the upper hand, and $-\\log D(G(z)) = 8$ means $D(G(z)) \\approx e^{-8} \\approx 0.0003$: it is sure
that every fake is a fake.

For $\\log(1 - D(G(z)))$ the gradient with respect to the logit is $-D(G(z))$, so about $-0.0003$.
All gradients of the generator are multiplied by that, and plain gradient descent makes steps of
that size: after nine epochs the weights are more or less where they were.

I would change the generator's loss to $-\\log D(G(z))$. Its gradient at the same logit is
$-(1 - D) \\approx -1$, about 3000 times more, and it pushes in the same direction."""
    },
    "cora-copies": {
        "why_it_stalls": "D won (0.01, and D(G(z)) = e^-8 = 0.0003). The gradient at the logit is "
        "-D(G(z)), so < 0.001. Use the non-saturating loss, its gradient there is about -1."
    },
    "tom-typical": {
        "why_it_stalls": """\
1. the discriminator won because its loss is nearly 0
2. the gradient vanishes so the generator doesnt learn
3. try a smaller learning rate for the discriminator, then it gets less sure and the generator can
   catch up"""
    },
    "lou-loop": {
        "why_it_stalls": "The generator has won, because its loss is higher (8 > 0.01). It doesn't "
        "learn any more since it is already perfect for this discriminator. You should train "
        "longer, or make the discriminator **bigger** so that it is a better opponent."
    },
    "hal-half": {
        "why_it_stalls": "Sorry, I was ill last week and did not get to this one. Can I hand it in "
        "on Monday? Is the picture in 1.3 the one with D on the x axis or the logit?"
    },
}
"""What they write where a person marks: right, terse, half right, wrong, and no answer at all."""


def make_class(course: Path, folder: Path) -> list[str]:
    """Release a course into ``folder``, and let a class of six hand in all graded lessons.

    Args:
        course: The course to take the lessons and the mistakes from.
        folder: Made if it does not exist; what an earlier demo left in it is deleted.

    Returns:
        The lessons, by name.

    Raises:
        CourseError: ``folder`` holds something that no demo has made, or ``course`` lacks the
            sources.
    """
    if not (course / "solutions").is_dir() or not _catalogue(course).is_dir():
        raise CourseError(
            f"The demo needs the course's sources, and {course} has no solutions/ or no "
            "tests/answers/: install the course from a clone of its repository."
        )
    folder = folder.resolve()
    lessons = find_graded_lessons(course)
    _start_clean(folder)
    copy_course(course, folder, lessons, SETTINGS)
    release(folder)
    _hand_in(folder, lessons, typical_mistakes(course))
    return lessons


def _hand_in(course: Path, lessons: list[str], mistakes: Answers) -> None:
    """Write what each pupil of the made-up class hands in, and enter their names."""
    looping = _item_for_the_loop(course, lessons)
    for lesson in lessons:
        released = read(release_path(course, lesson))
        right = right_answers(read(source_path(course, lesson)))
        key = Key(right, mistakes, looping)
        for pupil, (_, fill_in) in PUPILS.items():
            notebook = fill_in(copy.deepcopy(released), key)
            _put_in(notebook, OWN_WORDS.get(pupil, {}))
            write(notebook, course / "submitted" / pupil / lesson / f"{lesson}.ipynb")
    write_roster(course, (Student(pupil, name) for pupil, (name, _) in PUPILS.items()))


def right_answers(source: NotebookNode) -> Answers:
    """The answers of a solution notebook, as a student would have written them."""
    return {name: solution.model for name, solution in solutions_of(source).items()}


def typical_mistakes(course: Path) -> Answers:
    """The wrong answers named in `MISTAKES`, as a student would have written them."""
    paths = [_catalogue(course) / f"{name}.py" for name in MISTAKES]
    # The catalogue's remarks on an answer stand above it.
    return {
        path.parent.name.lower(): re.sub(r"\A(#.*\n)+", "", path.read_text("utf-8")).strip()
        for path in paths
    }


def _catalogue(course: Path) -> Path:
    return course / "tests" / "answers"


# --- the class -----------------------------------------------------------------------------------
# Each pupil fills in a released notebook: (notebook, key) -> notebook.


@dataclass(frozen=True)
class Key:
    """What the class answers with.

    Attributes:
        right: The right answers.
        mistakes: Typical wrong answers, to some of the items.
        looping: The item that one of them answers with an endless loop.
    """

    right: Answers
    mistakes: Answers
    looping: str


def _all_right(nb: NotebookNode, key: Key) -> NotebookNode:
    return _put_in(nb, key.right)


def _half(nb: NotebookNode, key: Key) -> NotebookNode:
    return _put_in(nb, {name: key.right[name] for name in list(key.right)[::2]})


def _blank(nb: NotebookNode, key: Key) -> NotebookNode:
    return nb


def _typical(nb: NotebookNode, key: Key) -> NotebookNode:
    return _put_in(nb, {name: key.mistakes.get(name, answer) for name, answer in key.right.items()})


def _loop(nb: NotebookNode, key: Key) -> NotebookNode:
    endless = {}
    for cell in nb.cells:
        if utils.is_solution(cell) and cell.metadata.nbgrader.grade_id == key.looping:
            endless[key.looping] = re.sub(
                r"(?m)^( *)raise NotImplementedError.*$", r"\1while True:\n\1    pass", cell.source
            )
    return _put_in(nb, key.right | endless)


def _copies(nb: NotebookNode, key: Key) -> NotebookNode:
    """Right answers in a notebook that was cut up and glued together."""
    blank = copy.deepcopy(nb)
    nb = _put_in(nb, key.right)
    cells = nb.cells
    answers = [n for n, cell in enumerate(cells) if utils.is_solution(cell)]
    checks = [n for n, c in enumerate(cells) if utils.is_grade(c) and not utils.is_solution(c)]
    prompt = answers[0] - 1
    again = [_copy(blank.cells[answers[0]]), _copy(cells[answers[0]]), _copy(cells[checks[0]])]
    lost = {prompt, checks[-1]} if len(checks) > 1 else {prompt}
    copies = {answers[0]: again[:1], checks[0]: again[1:]}
    nb.cells = [
        copied
        for number, cell in enumerate(cells)
        if number not in lost
        for copied in (cell, *copies.get(number, []))
    ]
    return nb


PUPILS: dict[str, tuple[str, Callable[[NotebookNode, Key], NotebookNode]]] = {
    "ada-allright": ("Ada Allright", _all_right),
    "bea-blank": ("Bea Blank", _blank),
    "cora-copies": ("Cora Copies", _copies),
    "hal-half": ("Hal Half", _half),
    "lou-loop": ("Lou Loop", _loop),
    "tom-typical": ("Tom Typical", _typical),
}


def _put_in(nb: NotebookNode, answers: Answers) -> NotebookNode:
    for cell in nb.cells:
        if utils.is_solution(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            cell.source = answers.get(grade_id, cell.source)
    return nb


def _copy(cell: NotebookNode) -> NotebookNode:
    """What copy and paste makes: the same cell and metadata, under a new cell id."""
    other = copy.deepcopy(cell)
    other.id = f"{cell.id[:50]}-copy-{'blank' if 'NotImplementedError' in cell.source else 'full'}"
    return other


def _item_for_the_loop(course: Path, lessons: list[str]) -> str:
    """The item in the middle of the lesson with the most coded answers."""
    coded = [
        [
            cell.metadata.nbgrader.grade_id
            for cell in read(release_path(course, lesson)).cells
            if utils.is_solution(cell) and cell.cell_type == "code"
        ]
        for lesson in lessons
    ]
    most = max(coded, key=len)
    return most[len(most) // 2]


# --- the folder ----------------------------------------------------------------------------------


def _start_clean(folder: Path) -> None:
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise CourseError(
            f"{folder} holds files that no demo has made; name an empty folder or a new one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("Made by `gancourse demo`, which deletes all of this and makes it anew.\n")
    with only_one(folder):
        _delete_all(folder)


def _delete_all(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            utils.rmtree(str(path))
        elif path.name not in (MARK, LOCK):
            path.unlink()
