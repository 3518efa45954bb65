"""Pages on their way back: a zip whose names say to a platform whose page each is."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

from gancourse.course.files import taking_its_place
from gancourse.course.settings import quiet_nbgrader
from gancourse.errors import CourseError
from gancourse.grading.feedback import outdated
from gancourse.grading.page import was_made_from
from gancourse.grading.page_files import page
from gancourse.platforms.canvas import CANVAS
from gancourse.platforms.moodle import MOODLE
from gancourse.platforms.sent import TITLES, Sent, count, told
from gancourse.platforms.standing import Standing, read_standings

LONGEST_NAME = 60
"""Characters of a student's name; the name is for reading."""


def write_pages(course: Path, lesson: str, platform: str, output: Path | None = None) -> Sent:
    """Pack the pages of a lesson's students for a platform that takes files back.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.
        platform: ``moodle`` or ``canvas``.
        output: The file to write; ``LESSON_pages_PLATFORM.zip`` in the course's folder if None.

    Raises:
        CourseError: There is no page that the platform would know whose it is, or all are older
            than the marks.
        GradebookGone: The gradebook cannot be read.
        OSError: The file cannot be written; an old one stays.
    """
    marks = read_standings(course, lesson)
    lesson = marks.lesson
    name = {MOODLE: moodle_name, CANVAS: canvas_name}[platform]
    sent = Sent(output or course / f"{lesson}_pages_{platform}.zip")
    claims = Counter(one.number(platform) for one in marks.standings)
    files: dict[str, Path] = {}
    with quiet_nbgrader():
        graded = [(one.student.id, lesson) for one in marks.standings if one.marks]
        changed = {student for _, student, *_ in outdated(course, graded)}
    no_page, old, no_name, absent, again = [], [], [], [], []
    for one in marks.standings:
        path = page(course, one.student.id, lesson)
        if not one.handed_in:
            absent.append(one.shown)
        elif not path.is_file():
            no_page.append(one.shown)
        elif one.student.id in changed and was_made_from(path):
            old.append(one.shown)
        elif not (inside := name(one, lesson)):
            no_name.append(one.shown)
        elif claims[one.number(platform)] > 1:
            again.append(one.shown)
        else:
            files[inside] = path
    title = TITLES[platform]
    if old and not files:
        raise CourseError(
            f"The pages of {lesson} are older than the marks: run `gancourse grade {lesson[:2]}` "
            "first."
        )
    if not files:
        raise CourseError(
            f"There is no page in {course / 'feedback'} of a student whose work was collected from "
            f"a download of {title}: `gancourse collect`, then `gancourse grade`."
        )
    with (
        taking_its_place(sent.path) as new,
        zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for inside, path in files.items():
            archive.write(path, inside)
    sent.lines += [f"{count(len(files), 'page')}.", *told("Handed in nothing", absent)]
    sent.missing += told("Has no page; `gancourse grade` makes it", no_page)
    sent.missing += told(
        f"Has a page older than the marks, left out; `gancourse grade {lesson[:2]}` makes it anew",
        old,
    )
    sent.missing += told(f"Was not collected from a download of {title}; left out", no_name)
    sent.missing += told("Shares a number with another student; left out", again)
    return sent


def moodle_name(one: Standing, lesson: str) -> str:
    """What Moodle's importer reads: ``Name_123_assignsubmission_file_/LESSON.html``.

    It splits at underscores, so the name has none. Empty if the number is not known.
    """
    number = one.delivery.number if one.delivery and one.delivery.platform == MOODLE else ""
    if not number.isdecimal():
        return ""
    return f"{_plain(one, ' ')}_{number}_assignsubmission_file_/{lesson}.html"


def canvas_name(one: Standing, lesson: str) -> str:
    """What Canvas's importer reads: ``name_USER_ATTACHMENT_LESSON.html``.

    It takes the first two parts that are nothing but digits, or what follows ``anon`` where
    students are anonymous. Empty if the numbers are not known.
    """
    here = one.delivery
    if not here or here.platform != CANVAS or not here.attachment.isdecimal():
        return ""
    if here.number.isdecimal():
        return f"{_plain(one, '')}_{here.number}_{here.attachment}_{lesson}.html"
    anonymous = here.number.removeprefix("anon_")
    if re.fullmatch(r"[^\W_]+", anonymous):
        return f"anon_{anonymous}_{here.attachment}_{lesson}.html"
    return ""


def _plain(one: Standing, between: str) -> str:
    """A student's name, of letters and what stands between words; never a number alone."""
    name = one.student.name or (one.delivery.name if one.delivery else "") or one.student.id
    words = re.findall(r"[^\W_]+", name)
    text = between.join(words)[:LONGEST_NAME].strip()
    return text if re.search(r"[^\W\d]", text) and text.lower() != "anon" else f"student{text}"
