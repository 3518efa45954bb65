"""The answers to one question as one page, to be read and marked in a browser without a network.

Points and comments are kept by the browser while they are typed; a button saves them as the table
that ``gancourse answers --take`` reads.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from string import Template

from gancourse.course.files import replacing
from gancourse.grading.by_hand import answer_hash
from gancourse.grading.markdown import Attachments, markdown
from gancourse.teaching.answers import Answer, Answers, Question


def write_page(path: Path, answers: Answers) -> None:
    """Write the page.

    Raises:
        OSError: It cannot be written; the old one stays.
    """
    with replacing(path) as file:
        file.write(answer_page(answers))


def answer_page(answers: Answers) -> str:
    """The page, as HTML."""
    folder = files("gancourse.teaching") / "sheet"
    script, style, page = (
        (folder / f"sheet.{kind}").read_text(encoding="utf-8") for kind in ("js", "css", "html")
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    question = answers.question
    groups = list(_groups(answers.given))
    return Template(page).substitute(
        policy=f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'",
        title=html.escape(question.item),
        lesson=html.escape(question.lesson),
        count=_counted(answers, len(groups)),
        file=html.escape(f"{question.lesson}-{question.item}"),
        most=f"{question.max_points:g}",
        prompt=markdown(re.sub(r"\A#.*\n", "", question.prompt)),  # the title says it
        solution=_solution(question),
        answers="\n".join(_article(group, question) for group in groups),
        style=style,
        script=script,
    )


def _groups(answers: list[Answer]) -> Iterator[list[Answer]]:
    """Equal answers with the same mark: one decision is enough for them."""
    for _, group in groupby(
        answers, key=lambda one: (answer_hash(one.cell), one.points, one.comment, one.note)
    ):
        yield list(group)


def _counted(answers: Answers, groups: int) -> str:
    text = f"{len(answers.given)} answers"
    if groups < len(answers.given):
        text += f", {groups} different ones"
    if answers.untouched:
        text += f"; {answers.untouched} handed in without an answer"
    return text


def _solution(question: Question) -> str:
    """What to mark by."""
    parts = (
        ("Marking scheme", question.solution.scheme),
        ("Model answer", question.solution.model),
    )
    shown = [
        f"<h3>{title}</h3>\n{_text(words, question.is_code)}" for title, words in parts if words
    ]
    return "\n".join(shown) or "<p>The solution says nothing of it.</p>"


def _text(source: str, is_code: bool, attachments: Attachments | None = None) -> str:
    return f"<pre>{html.escape(source)}</pre>" if is_code else markdown(source, attachments)


def _article(group: list[Answer], question: Question) -> str:
    """One answer with the fields for its mark."""
    first = group[0]
    rows = html.escape(json.dumps([[one.code, one.check] for one in group]))
    same = " ".join(one.code for one in group[1:])
    points = "" if first.points is None else f"{first.points:g}"
    return f"""\
<article class="answer" data-rows="{rows}">
<h3>{first.code}</h3>
{f'<p class="note">The same text: {len(group) - 1} more ({same})</p>' if same else ""}
{f'<p class="note">{html.escape(first.note)}</p>' if first.note else ""}
<div class="text">
{_text(first.cell.source, question.is_code, first.cell.get("attachments"))}
</div>
<div class="mark">
<label>Points <input class="points" inputmode="decimal" autocomplete="off" size="5"
 value="{points}"></label> of {question.max_points:g}
<label class="comment">Comment
<textarea class="comment" rows="2">{html.escape(first.comment)}</textarea></label>
</div>
</article>"""
