"""Nobody's work gets under another's name, over several downloads and lessons."""

from __future__ import annotations

import pytest

from benchmarks.classes.small_course import LESSON
from gancourse.course.roster import Student, read_roster, write_roster
from gancourse.platforms.students import Class, Person
from tests.gancourse.platforms import downloads
from tests.gancourse.platforms.downloads import HandIn

FILE = f"{LESSON}.ipynb"


def hand_in(name: str, number: int, text: str = "") -> HandIn:
    return HandIn(name, number, {FILE: text or str(number)})


def test_two_of_one_name_stay_two_whoever_comes_first(collected, submitted):
    eleven, twelve = hand_in("Wei Zhang", 11), hand_in("Wei Zhang", 12)
    for class_ in ([eleven], [eleven, twelve], [twelve]):
        done = collected(downloads.moodle(class_))
        assert done.complete
    assert submitted() == {f"wei-zhang-11/{FILE}": "11", f"wei-zhang-12/{FILE}": "12"}


def test_a_name_is_for_reading_a_number_says_who_it_is(course, collected, submitted):
    collected(downloads.moodle([hand_in("Mallory", 999, "old")]))
    done = collected(downloads.moodle([hand_in("Ada Allright", 999, "new")]))
    assert submitted() == {f"mallory-999/{FILE}": "new"}
    assert read_roster(course)["mallory-999"].name == "Mallory"
    assert "mallory-999, Mallory, is now called Ada Allright there." in done.lines


@pytest.mark.parametrize("first", [True, False])
def test_a_name_with_anothers_number_takes_nothing_from_the_other(collected, submitted, first):
    honest = [hand_in("Ada Allright", 123), hand_in("Ada Allright", 456)]
    mallory = [hand_in("Ada Allright 456", 999)]
    collected(downloads.moodle(mallory if first else honest))
    collected(downloads.moodle([*honest, *mallory]))
    assert submitted() == {
        f"ada-allright-123/{FILE}": "123",
        f"ada-allright-456/{FILE}": "456",
        f"ada-allright-456-999/{FILE}": "999",
    }


def test_letters_that_tell_ids_apart_are_not_folded(collected, submitted):
    class_ = [hand_in("Ada", 1), hand_in("Bo", 2)]
    for _ in range(2):
        collected(downloads.canvas_anonymous(class_, {1: "aB3xZ", 2: "Ab3Xz"}))
        assert sorted(submitted().values()) == ["1", "2"]


def test_a_canvas_name_that_ends_in_anothers_number_is_refused(collected, submitted, course):
    write_roster(course, [Student("bo", "brightbo", numbers={"canvas": "123"})])
    done = collected({f"x_123_777_999_{FILE}": "mallory", f"brightbo_123_555_{FILE}": "bo"})
    assert submitted() == {}
    assert not done.complete
    assert "x_123_777_999" in "\n".join(done.lines)
    assert "brightbo_123_555" in "\n".join(done.lines)


def test_users_of_blackboard_with_an_underscore_are_told_apart_or_refused(collected, submitted):
    def name(user):
        return f"Lesson_{user}_attempt_2025-11-20-10-15-30_{FILE}"

    done = collected({name("ada_x"): "1", name("bo_x"): "2", name("cy"): "3"})
    assert submitted() == {f"cy/{FILE}": "3"}
    assert done.lines[-1] == "2 in the download: 1 collected, 1 left out (x)."


def test_blanks_around_a_number_make_no_second_student(collected):
    """The table of the class is read without them: it could not be read again."""
    files = {f"L_{user}_attempt_2025-11-20-10-15-30_{FILE}": "" for user in ("ada", "ada ")}
    assert collected(files).students == collected(files).students == []


def test_who_begins_a_file_with_anothers_name_takes_nothing_from_the_other(collected, submitted):
    files = {f"Ada Allright - {FILE}": "ada", f"Hal Half - {FILE}": "hal"}
    done = collected(files | {f"Ada Allright - mine - {FILE}": "mallory"})
    assert submitted() == {f"hal-half/{FILE}": "hal"}
    (line,) = (line for line in done.lines if line.startswith("Ada Allright was left out"))
    assert f"Ada Allright - mine - {FILE}" in line
    assert not done.complete


def test_of_two_names_that_mean_one_folder_neither_is_taken(collected, submitted):
    files = {f"{name}/{FILE}": name for name in ("ada 😀", "Ada", "ada", "bo")}
    done = collected(files)
    assert submitted() == {f"bo/{FILE}": "bo"}
    assert not done.complete
    assert any("Ada, ada, ada 😀" in line for line in done.lines)


def test_a_folder_of_another_is_never_filled(course, collected, submitted):
    collected(downloads.moodle([hand_in("Ada", 7, "hers")]))
    done = collected(downloads.teams([hand_in("Ada 7", 0, "mallory")]))
    assert submitted() == {f"ada-7/{FILE}": "hers"}
    assert any("the folder ada-7 belongs to another student" in line for line in done.lines)


def test_a_table_that_was_lost_is_made_again(course, collected, submitted):
    class_ = [hand_in("Ada", 7), hand_in("Bo", 8)]
    collected(downloads.canvas(class_))
    before = read_roster(course)
    (course / "students.csv").unlink()
    collected(downloads.canvas(class_))
    assert read_roster(course) == before
    assert list(submitted()) == [f"ada-7/{FILE}", f"bo-8/{FILE}"]


def test_a_table_that_numbers_wrongly_replaces_nobodys_work(course, collected, submitted):
    collected(downloads.canvas([hand_in("Ada", 7)]))
    write_roster(course, [Student("ada-7", "Ada", numbers={"canvas": "8"})])
    done = collected(downloads.canvas([hand_in("Bo", 8)]))
    assert submitted() == {f"ada-7/{FILE}": "7"}
    assert any("has the work of number 7 in it" in line for line in done.lines)


def moodle(number: str, name: str, lesson: str, blind: bool = False) -> Person:
    return Person(
        "moodle", f"moodle {lesson}", number, name, known_by_name=not blind, anonymous=blind
    )


def test_over_lessons_a_name_joins_what_moodle_numbers_anew(tmp_path):
    class_ = Class(tmp_path, "01", {})
    assert class_.identify([moodle("11", "Ada", "01")])[0].popitem()[1] == "ada-11"
    ids, refused = class_.identify([moodle("52", "Ada", "02"), moodle("53", "Bo", "02")])
    assert list(ids.values()) == ["ada-11", "bo-53"]
    assert not refused
    assert class_.students["ada-11"].numbers == {"moodle 01": "11", "moodle 02": "52"}


def test_over_lessons_namesakes_are_refused_until_the_table_tells_them_apart(tmp_path):
    class_ = Class(tmp_path, "01", {})
    class_.identify([moodle("11", "Ada", "01"), moodle("12", "Ada", "01")])
    one, two = moodle("51", "Ada", "02"), moodle("52", "Ada", "02")
    ids, refused = class_.identify([one])
    assert not ids
    assert "Write 51 into the column `moodle 02` of students.csv" in refused[one]
    ids, refused = class_.identify([one, two])
    assert not ids
    assert set(refused) == {one, two}
    ada = class_.students["ada-11"]
    known = class_.students | {
        "ada-11": Student("ada-11", "Ada", "", ada.numbers | {"moodle 02": "52"})
    }
    ids, refused = Class(tmp_path, "02", known).identify([one, two])
    assert ids == {one: "ada-12", two: "ada-11"}


def test_who_takes_a_known_name_gets_nothing_when_both_hand_in(tmp_path):
    class_ = Class(tmp_path, "01", {})
    class_.identify([moodle("11", "Ada", "01"), moodle("12", "Mallory", "01")])
    ids, refused = class_.identify([moodle("51", "Ada", "02"), moodle("52", "Ada", "02")])
    assert (len(ids), len(refused)) == (0, 2)


def test_a_blind_number_is_its_lessons_alone_and_a_name_that_comes_later_is_kept(tmp_path):
    class_ = Class(tmp_path, "01", {})
    class_.identify([moodle("7", "Participant", "01", blind=True)])
    ids, _ = class_.identify([moodle("7", "Participant", "02", blind=True)])
    assert list(ids.values()) == ["participant-7-2"]
    ids, _ = class_.identify([moodle("7", "Ada", "01")])
    assert list(ids.values()) == ["participant-7"]
    assert class_.students["participant-7"].name == "Ada"


def test_a_name_without_letters_is_refused(tmp_path):
    person = Person("teams", "teams", "", "…")
    assert Class(tmp_path, "01", {}).identify([person])[1][person] == "the name has no letter in it"


LONG = "𝓐" * 100  # 400 bytes: no system has such a folder


def test_a_name_too_long_for_a_folder_is_cut(collected, submitted):
    class_ = [hand_in(LONG, 1), hand_in("Bo", 2), hand_in(f"{LONG}b", 3)]
    for _ in range(2):
        assert collected(downloads.moodle(class_)).complete
    assert sorted(submitted().values()) == ["1", "2", "3"]


def test_of_two_long_names_that_are_cut_to_one_neither_is_taken(collected, submitted):
    files = downloads.folders([hand_in(LONG, 1), hand_in("Bo", 2), hand_in(f"{LONG}b", 3)])
    assert not collected(files).complete
    assert submitted() == {f"bo/{FILE}": "2"}
