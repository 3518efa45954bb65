"""What each learning platform hands out is sorted by student, with what it says of them."""

from __future__ import annotations

import time

import pytest

from benchmarks.classes.small_course import LESSON
from gancourse.course.delivery import Delivery, read_delivery
from gancourse.course.roster import read_roster
from gancourse.errors import CourseError
from gancourse.platforms.collect import collect
from tests.gancourse.platforms import downloads
from tests.gancourse.platforms.downloads import HandIn, in_folder, zipped

FILE = f"{LESSON}.ipynb"
ADA = HandIn("Ada Allright", 1234, {FILE: "ada"}, "2025-11-20 10:15:30")
HAL = HandIn("Hal Half", 4321, {FILE: "hal"}, "2025-11-21 18:05:00", late=True)

FORMS = {
    "moodle": (downloads.moodle, ("ada-allright-1234", "hal-half-4321")),
    "moodle without folders": (
        lambda class_: downloads.moodle(class_, folders=False),
        ("ada-allright-1234", "hal-half-4321"),
    ),
    "moodle, blind": (
        lambda class_: downloads.moodle(class_, blind=True),
        ("participant-1234", "participant-4321"),
    ),
    "canvas": (downloads.canvas, ("allrightada-1234", "halfhal-4321")),
    "canvas, anonymous": (
        lambda class_: downloads.canvas_anonymous(class_, {1234: "aB3xZ", 4321: "q9"}),
        ("anon_ab3xz", "anon_q9"),
    ),
    "gradescope": (downloads.gradescope, ("ada-allright-1234", "hal-half-4321")),
    "brightspace": (downloads.brightspace, ("ada-allright-1234", "hal-half-4321")),
    "blackboard": (downloads.blackboard, ("ada-allright-s1234", "hal-half-s4321")),
    "teams": (downloads.teams, ("ada-allright", "hal-half")),
    "google": (downloads.google, ("ada-allright", "hal-half")),
    "github": (downloads.github, ("ada-allright", "hal-half")),
    "folder of loose files": (downloads.drive, ("ada-allright", "hal-half")),
    "folder": (downloads.folders, ("ada-allright", "hal-half")),
}
TIMED = {"gradescope", "brightspace", "blackboard"}


@pytest.fixture(autouse=True)
def _utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pack", [zipped, in_folder])
def test_a_class_is_sorted_by_student(course, tmp_path, submitted, form, pack):
    build, students = FORMS[form]
    download = pack(tmp_path / "download", build([ADA, HAL]))
    for _ in range(2):  # the same again: nobody is new, nothing is lost
        done = collect(course, LESSON, download)
        assert done.complete, done.lines
        assert sorted(done.students) == list(students)
        both = zip(students, ("ada", "hal"), strict=True)
        assert submitted() == {f"{student}/{FILE}": text for student, text in both}
        assert sorted(read_roster(course)) == list(students)
    assert done.lines[-1] == "2 in the download: 2 collected (2 as before)."


@pytest.mark.parametrize("form", FORMS)
def test_what_a_platform_says_is_kept(course, collected, form):
    build, (student, late) = FORMS[form]
    collected(build([ADA, HAL]))
    folder = course / "submitted" / student / LESSON
    delivery = read_delivery(folder)
    assert isinstance(delivery, Delivery)
    assert delivery.platform == form.split()[0].strip(",")
    assert delivery.place
    timed = form in TIMED
    assert delivery.time == ("2025-11-20T10:15:30+00:00" if timed else "").replace(
        ":30+" if form == "brightspace" else "|", ":00+"
    )
    assert (folder / "timestamp.txt").exists() == timed
    said = read_delivery(course / "submitted" / late / LESSON)
    assert said is not None
    assert said.late == form.startswith("canvas")


def test_the_way_back_to_canvas_and_moodle_is_known(course, collected):
    collected(downloads.canvas([ADA], attachment=777))
    assert read_delivery(course / "submitted" / "allrightada-1234" / LESSON) == Delivery(
        "canvas", "1234", "allrightada", f"allrightada_1234_777_{FILE}", "777"
    )
    collected(downloads.moodle([HAL]))
    assert read_delivery(course / "submitted" / "hal-half-4321" / LESSON) == Delivery(
        "moodle", "4321", "Hal Half", "Hal Half_4321_assignsubmission_file"
    )


def test_gradescope_says_who_worked_together(collected, submitted):
    files = downloads.gradescope([ADA])
    table = "assignment_4321_export/submission_metadata.yml"
    more = b"  - :name: Bo\n    :sid:\n    :email: bo@example.org\n  :created_at:"
    files[table] = files[table].replace(b"  :created_at:", more)
    collected(files)
    assert list(submitted()) == [f"ada-allright-1234/{FILE}", f"bo-bo-example.org/{FILE}"]


def test_an_address_that_the_table_of_the_class_has_tells_who_it_is(course, collected, submitted):
    (course / "students.csv").write_text(
        "student,name,email\nada,A. Allright,Ada1234@example.org\n"
    )
    collected(downloads.gradescope([ADA]))
    assert list(submitted()) == [f"ada/{FILE}"]
    assert read_roster(course)["ada"].numbers == {"gradescope": "1234"}


def test_a_receipt_of_blackboard_names_its_own_student_alone(course, collected):
    files = downloads.blackboard([ADA])
    files["Lesson 2_s9_attempt_2025-11-20-10-15-30.txt"] = b"Name: Mallory (s1234)\n"
    collected(files)
    assert read_roster(course)["ada-allright-s1234"].name == "Ada Allright"
    assert read_roster(course)["s9"].name == ""


@pytest.mark.parametrize("tries", [(1, 2), (2, 1), (2, 10)])
def test_the_last_try_counts(collected, submitted, tries):
    class_ = [HandIn("Ada Allright", 1, {FILE: str(at)}, attempt=at) for at in tries]
    done = collected(downloads.teams(class_))
    assert submitted() == {f"ada-allright/{FILE}": str(max(tries))}
    assert "Ada Allright handed in 2 times: the last counts." in done.lines


@pytest.mark.parametrize("build", [downloads.brightspace, downloads.blackboard])
def test_the_last_try_counts_by_its_time(collected, submitted, build):
    class_ = [
        HandIn("Ada Allright", 12, {FILE: when}, when)
        for when in ("2025-11-20 10:15:00", "2025-11-22 18:00:00", "2025-11-22 09:00:00")
    ]
    done = collected(build(class_))
    assert list(submitted().values()) == ["2025-11-22 18:00:00"]
    assert any("3 times: the last counts, of 2025-11-22 18:00 UTC" in line for line in done.lines)
    assert any("this machine" in line for line in done.lines)


def test_a_last_try_without_a_notebook_does_not_hide_the_one_before(collected, submitted):
    class_ = [
        HandIn("Ada Allright", 1, {FILE: "work"}),
        HandIn("Ada Allright", 1, {"report.pdf": "%PDF"}, attempt=2),
    ]
    done = collected(downloads.teams(class_))
    assert submitted() == {f"ada-allright/{FILE}": "work"}
    assert any("the last that has the lesson's notebook counts" in line for line in done.lines)


def test_an_older_download_does_not_replace_a_newer_try(collected, submitted):
    new = HandIn("Ada Allright", 12, {FILE: "new"}, "2025-11-22 18:00:00")
    old = HandIn("Ada Allright", 12, {FILE: "old"}, "2025-11-20 18:00:00")
    collected(downloads.blackboard([new]))
    done = collected(downloads.blackboard([old]))
    assert list(submitted().values()) == ["new"]
    assert not done.complete
    assert any("a newer one" in line for line in done.lines)


def test_times_are_those_of_this_machine(course, collected, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    done = collected(downloads.blackboard([ADA]))
    text = (course / "submitted" / "ada-allright-s1234" / LESSON / "timestamp.txt").read_text()
    assert text == "2025-11-20 09:15:30 UTC\n"
    assert any("CET (UTC+0100)" in line for line in done.lines)


@pytest.mark.parametrize("form", FORMS)
def test_folders_around_the_whole_are_nobodys(collected, form):
    build, students = FORMS[form]
    files, outer = build([ADA, HAL]), "a/b/"
    shadows = {f"__MACOSX/{outer}._{name}": b"\0\5\x16\7" for name in files}
    done = collected({f"{outer}{name}": text for name, text in files.items()} | shadows)
    assert done.complete, done.lines
    assert sorted(done.students) == list(students)


def test_a_folder_that_may_be_a_students_or_the_downloads_is_asked_for(collected, submitted):
    with pytest.raises(CourseError, match="a student's, or the download's"):
        collected({f"mallory/ada_{FILE}": "1"})
    collected({f"mallory/ada_{FILE}": "1"}, platform="folder")
    assert list(submitted()) == [f"mallory/{FILE}"]


def test_an_archive_alone_is_asked_for(course, tmp_path):
    source = in_folder(tmp_path / "f", {"mallory_work.zip": "PK"})
    with pytest.raises(CourseError, match="alone"):
        collect(course, LESSON, source)


UNKNOWN = {"77.a.ipynb": "a", "78.b.ipynb": "b"}


def test_an_unknown_form_is_refused_and_a_pattern_reads_it(collected, submitted, course):
    with pytest.raises(CourseError, match=r"for example, do not say whose .* --pattern"):
        collected(UNKNOWN)
    assert not (course / "submitted").exists()
    collected(UNKNOWN, platform="ours", pattern=r"(?P<number>\d+)\.(?P<name>.)\.ipynb")
    assert list(submitted()) == [f"a-77/{FILE}", f"b-78/{FILE}"]
    assert read_roster(course)["a-77"].numbers == {"ours": "77"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"platform": "moodel"}, "'moodel' is no platform's name; choose from moodle, canvas"),
        ({"pattern": "(?P<name>"}, "cannot be read"),
        ({"pattern": ".*"}, "needs a group"),
        ({"platform": "moodle"}, "do not say whose"),
    ],
)
def test_a_wrong_platform_or_pattern_is_refused(collected, options, why):
    with pytest.raises(CourseError, match=why.replace("(", r"\(")):
        collected(UNKNOWN, **options)


def test_what_looks_like_a_platform_without_its_table_is_refused(collected):
    with pytest.raises(CourseError, match=r"without its submission_metadata\.yml"):
        collected({"e/submission_11/a.ipynb": "a", "e/submission_12/a.ipynb": "b"})
    with pytest.raises(CourseError, match="single clone"):
        collected({"lab-ada/.git/config": "", f"lab-ada/{FILE}": "a"})


def test_a_letter_that_is_two_in_another_case_moves_no_border_in_a_name(collected, submitted):
    collected({f"hand in/{name}_{FILE.upper()}": name for name in ("strauß", "bo_derek")})
    assert submitted() == {f"bo_derek/{FILE}": "bo_derek", f"strauss/{FILE}": "strauß"}


def test_the_last_attachment_counts_also_where_its_number_has_letters(course, collected):
    files = {f"ada-{number}-{FILE}": "1" for number in ("a10", "a9")}
    collected(files, pattern=r"(?P<name>[a-z]+)-(?P<attachment>\w+)-(?P<rest>.+)")
    delivery = read_delivery(course / "submitted" / "ada" / LESSON)
    assert delivery is not None
    assert delivery.attachment == "a10"
