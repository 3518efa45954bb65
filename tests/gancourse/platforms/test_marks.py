"""Marks on their way back, held against what the platforms' importers do with them."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON
from gancourse.cli.commands import app
from gancourse.course.delivery import Delivery
from gancourse.course.roster import Student, read_roster, write_roster
from gancourse.errors import CourseError
from gancourse.platforms.marks import write_marks
from tests.gancourse.platforms.conftest import RIGHT, deliver, enter
from tests.gancourse.platforms.downloads import row, worksheet
from tests.gancourse.platforms.importers import GERMAN, canvas_marks, moodle_marks, php_csv

EVERYBODY = {101, 102, 103, 104, 105}


def table(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


# Moodle -------------------------------------------------------------------------------------------


def test_moodle_takes_the_marks_of_all_who_have_some(a_class):
    sent = write_marks(a_class, "01", "moodle")
    assert sent.path == a_class / f"{LESSON}_marks_moodle.csv"
    assert moodle_marks(sent.path, EVERYBODY, 10) == {101: 10, 102: 6.5, 103: 8}
    assert sent.missing == []
    said = " ".join(sent.lines)
    assert "3 marks, out of 10." in said
    assert "wait for your hand; the mark is without them (1): Zoë Gómez (zoe-3)." in said
    assert "not graded; no mark (1): Sam (sam-5)." in said
    assert (
        "nothing; the grade stays as it is, and --zeros gives 0 (1): Noor Nothing (noor-4)." in said
    )


def test_moodle_keeps_what_it_knows_unless_it_is_let(a_class):
    path = write_marks(a_class, "01", "moodle").path
    assert moodle_marks(path, EVERYBODY, 10, newer=frozenset({101})) == {102: 6.5, 103: 8}
    assert "Feedback comments" not in table(path)[0]  # an empty cell would erase them


def test_a_worksheet_is_filled_in_and_scaled_to_its_maximum(a_class, tmp_path):
    rows = [row(101, "Ada", grade="70.00"), row(102), row(103), row(104, "Noor"), row(999, "=Eve")]
    given = worksheet(tmp_path, *rows)
    sent = write_marks(a_class, "01", "moodle", worksheet=given)
    assert moodle_marks(sent.path, EVERYBODY | {999}, 100) == {101: 100, 102: 65, 103: 80}
    before, after = table(given), table(sent.path)
    before[-1][1] = "'=Eve"  # no spreadsheet computes it
    assert [one[:4] + one[5:] for one in before] == [one[:4] + one[5:] for one in after]
    said = " ".join(sent.lines)
    assert "Takes the place of another grade (1): Ada Allright (ada-1) 70.00 to 100.00." in said
    assert "In the worksheet, but not in the course (2): Noor 104, =Eve 999." in said
    assert sent.missing == []


def test_a_worksheet_in_another_language_keeps_its_words(a_class, tmp_path):
    path = tmp_path / "worksheet.csv"
    path.write_text(
        "ID,Vollständiger Name,E-Mail-Adresse,Matrikel,Status,Bewertung,Maximale Bewertung,"
        "Änderbar,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)\n"
        + "".join(
            f'Teilnehmer/in{number},N,a@x.org,7,Abgegeben,"{grade}","20,00",Ja,-,-\n'
            for number, grade in ((101, "3,50"), (102, ""), (103, ""))
        ),
        encoding="utf-8",
    )
    sent = write_marks(a_class, "01", "moodle", worksheet=path)
    taken = moodle_marks(sent.path, EVERYBODY, 20, GERMAN, participant="Teilnehmer/in")
    assert taken == {101: 20, 102: 13, 103: 16}


def test_a_worksheet_saved_with_semicolons_keeps_them(a_class, tmp_path):
    given = worksheet(tmp_path, row(101), row(102), row(103), separator=";")
    sent = write_marks(a_class, "01", "moodle", worksheet=given)
    assert sent.path.read_bytes().startswith(b"\xef\xbb\xbfIdentifier;Full name;")


def test_rows_are_found_by_email_where_numbers_are_unknown(a_class, tmp_path):
    for student in ("ada-1", "bob-2", "zoe-3"):
        (a_class / "submitted" / student / LESSON / "delivery.json").unlink()
    emails = ["ADA@x.org", "bob@x.org", "zoe@x.org"]
    rows = [row(n, email=email) for n, email in enumerate(emails, start=201)]
    given = worksheet(tmp_path, *rows)
    sent = write_marks(a_class, "01", "moodle", worksheet=given)
    assert moodle_marks(sent.path, {201, 202, 203}, 100) == {201: 100, 202: 65, 203: 80}
    people = read_roster(a_class)
    write_roster(
        a_class, (people | {"bob-2": replace(people["bob-2"], email="ada@x.org")}).values()
    )
    sent = write_marks(a_class, "01", "moodle", worksheet=given)
    assert moodle_marks(sent.path, {201, 202, 203}, 100) == {203: 80}  # whose address is it?


def test_the_worksheet_of_another_assignment_gets_no_mark_by_email(a_class, tmp_path):
    emails = ["ada@x.org", "bob@x.org", "zoe@x.org"]
    rows = [row(n, email=email) for n, email in enumerate(emails, start=201)]
    with pytest.raises(CourseError, match="of another assignment"):
        write_marks(a_class, "01", "moodle", worksheet=worksheet(tmp_path, *rows))


def test_a_display_name_that_is_an_email_takes_nobodys_mark(a_class, tmp_path):
    (a_class / "submitted" / "ada-1" / LESSON / "delivery.json").unlink()
    rows = [row(102), row(103), row(666, "ada@x.org")]
    sent = write_marks(a_class, "01", "moodle", worksheet=worksheet(tmp_path, *rows))
    assert 666 not in moodle_marks(sent.path, {102, 103, 666}, 100)
    assert sent.missing == [
        "Has a mark, and no row is known for it; type it in on Moodle (1): Ada Allright (ada-1)."
    ]


def test_of_two_with_one_number_none_gets_the_others_mark(a_class, tmp_path):
    deliver(a_class, "bob-2", Delivery("moodle", "101", "Mallory"))
    given = worksheet(tmp_path, row(101, email="ada@x.org"), row(103))
    sent = write_marks(a_class, "01", "moodle", worksheet=given)
    assert moodle_marks(sent.path, EVERYBODY, 100) == {103: 80}
    (said,) = sent.missing
    assert "Shares a number" in said
    assert "Ada Allright (ada-1), =Bob (bob-2)" in said


def test_a_mark_above_the_maximum_is_named_and_left_out(a_class):
    enter(a_class, ada_1=RIGHT | {"why": 4})
    sent = write_marks(a_class, "01", "moodle")
    assert moodle_marks(sent.path, EVERYBODY, 10) == {102: 6.5, 103: 8}
    assert sent.missing == [
        "Moodle takes no mark above the maximum; left out (1): Ada Allright (ada-1) 12.00."
    ]


def test_more_than_the_worksheets_maximum_is_refused(a_class, tmp_path):
    given = worksheet(tmp_path, row(101, most="10.00"))
    with pytest.raises(CourseError, match="says that 10 is the maximum"):
        write_marks(a_class, "01", "moodle", worksheet=given, out_of=100)


def test_zeros_go_to_empty_rows_of_who_handed_in_nothing(a_class, tmp_path):
    rows = [row(n) for n in (101, 102, 103)]
    rows += [row(104, "Noor", "noor@x.org"), row(105, "Sam", "sam@x.org"), row(106, "Eve")]
    given = worksheet(tmp_path, *rows, row(107, "Kim", grade="55.00"))
    sent = write_marks(a_class, "01", "moodle", worksheet=given, zeros=True)
    taken = moodle_marks(sent.path, EVERYBODY | {106, 107}, 100)
    assert taken == {101: 100, 102: 65, 103: 80, 104: 0, 106: 0, 107: 55}
    assert "Handed in nothing; 0 (2): Noor, Eve." in sent.lines


def test_no_unknown_row_gets_a_zero_while_a_mark_has_no_row(a_class, tmp_path):
    rows = [row(101), row(102), row(999, "Zoë under another number")]
    sent = write_marks(a_class, "01", "moodle", worksheet=worksheet(tmp_path, *rows), zeros=True)
    assert moodle_marks(sent.path, {101, 102, 999}, 100) == {101: 100, 102: 65}
    (_, why) = sent.missing
    assert why.startswith("No unknown row got a 0: it may be the row of one who handed in (2): Zoë")


def test_who_handed_in_no_notebook_is_known_by_the_number_in_the_roster(a_class, tmp_path):
    people = read_roster(a_class)
    numbers = people["noor-4"].numbers | {f"moodle {LESSON}": "104"}
    people["noor-4"] = replace(people["noor-4"], numbers=numbers)
    write_roster(a_class, people.values())
    rows = [row(number) for number in (101, 102, 103, 104)]
    sent = write_marks(a_class, "01", "moodle", worksheet=worksheet(tmp_path, *rows), zeros=True)
    assert moodle_marks(sent.path, EVERYBODY, 100)[104] == 0
    assert "not in the course" not in " ".join(sent.lines)


def test_a_scale_that_is_not_the_worksheets_is_said(a_class, tmp_path):
    given = worksheet(tmp_path, row(101), row(102), row(103))
    sent = write_marks(a_class, "01", "moodle", worksheet=given, out_of=50)
    assert "3 marks, out of 50; Moodle expects 100 for full marks." in sent.lines


def test_comments_go_where_nobody_has_written_another(a_class, tmp_path):
    given = [row(101).replace("Well done", ""), row(102)]
    given += [row(103).replace("Well done", '"<p>Points: of an earlier upload</p>"'), row(104)]
    path = worksheet(tmp_path, *given)
    sent = write_marks(a_class, "01", "moodle", worksheet=path, comments=True)
    assert [line[-1] for line in table(sent.path)[1:]] == [
        "Points: count_pixels 3 of 3, conv_out_size 2 of 2, batch_size_answer 3 of 3, why 2 of 2.",
        "Well done",
        "Points: count_pixels 3 of 3, conv_out_size 2 of 2, batch_size_answer 3 of 3, why waits.",
        "Well done",
    ]
    made = table(write_marks(a_class, "01", "moodle", comments=True).path)
    assert made[0][-1] == "Feedback comments"
    assert all(line[-1].startswith("Points: ") for line in made[1:])  # an empty one would erase
    with pytest.raises(CourseError, match="Canvas's gradebook has no column for comments"):
        write_marks(a_class, "01", "canvas", comments=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Name,Grade\nAda,1\n", "no grading worksheet of Moodle"),
        ("Identifier,Grade,Scale\nParticipant 101,,good\n", "no column of grades"),
        ("Identifier,Grade\nParticipant 101\n", "its row 2 has 1 cells"),
        ("Identifier,Grade,Maximum grade\nParticipant 7,,10\n", "has none of the students"),
        ("", "cannot be read"),
    ],
)
def test_a_worksheet_that_is_none_is_refused(a_class, tmp_path, text, why):
    path = tmp_path / "w.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=why):
        write_marks(a_class, "01", "moodle", worksheet=path)


def test_names_with_backslashes_and_formulas_do_no_harm_to_other_rows(a_class):
    people = read_roster(a_class)
    odd = {"bob-2": Student("bob-2", "a,b\\", 'x@"y\\"'), "zoe-3": Student("zoe-3", "=1+1,\n\\")}
    write_roster(a_class, (people | odd).values())
    path = write_marks(a_class, "01", "moodle").path
    assert moodle_marks(path, EVERYBODY, 10) == {101: 10, 102: 6.5, 103: 8}
    assert php_csv('"a\\"",1')[0] != ["a\\", "1"]  # what PHP makes of a backslash
    assert all(not cell.startswith("=") for line in table(path) for cell in line)


def test_a_name_with_a_quotation_mark_behind_a_backslash_does_not_stop_a_worksheet(a_class):
    """PHP writes it so that other programs see two cells."""
    worksheet = a_class / "worksheet.csv"
    worksheet.write_text(
        "Identifier,Full name,Grade,Maximum grade\n"
        'Participant 101,"x\\", y",,10.00\nParticipant 102,"Bob",,10.00\n'
    )
    path = write_marks(a_class, "01", "moodle", worksheet=worksheet).path
    assert [line[2] for line in table(path)[1:]] == ["10.00", "6.50"]


# Canvas -------------------------------------------------------------------------------------------

HEADERS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Note,"
    "Intro (4710),Small lesson (4711),Unposted Current Score,Final Grade"
)
POSSIBLE = "    Points Possible,,,,,,5.00,20.00,(read only),(read only)"
GRADES: dict[int, dict[int, str]] = {
    11: {4710: "5", 4711: ""},
    12: {4710: "4", 4711: "13"},
    13: {4710: "", 4711: "3"},
    14: {4710: "", 4711: "EX"},
    15: {},
    77: {},
}
TITLES = {4710: "Intro", 4711: "Small lesson"}


def gradebook(folder: Path, headers: str = HEADERS, possible: str = POSSIBLE) -> Path:
    """Canvas's gradebook as a teacher exports it; since then somebody has graded 4710."""
    rows = [
        f'"{name}",{id_},sis{id_},{login},One,,1.00,{GRADES[id_].get(4711, "")},80.00,B'
        for id_, name, login in (
            (11, "Allright, Ada", "ada@x.org"),
            (12, '=""=Bob""', "bob"),
            (13, "Gómez, Zoë", "zoe"),
            (14, "Nothing, Noor", "noor@x.org"),
            (77, "Student, Test", ""),
        )
    ]
    path = folder / "gradebook.csv"
    manual = ",,,,,,,Manual Posting,,"
    path.write_text("\n".join([headers, manual, possible, *rows]) + "\n", encoding="utf-8")
    return path


def test_canvas_takes_the_marks_and_nothing_else_changes(a_class, tmp_path):
    sent = write_marks(a_class, "01", "canvas", worksheet=gradebook(tmp_path))
    assert canvas_marks(sent.path, GRADES, TITLES) == {
        (11, "Small lesson"): "20.00",
        (13, "Small lesson"): "16.00",
    }
    assert table(sent.path)[0] == [*HEADERS.split(",")[:5], "Small lesson (4711)"]
    assert table(sent.path)[3][0] == '\'="=Bob"'  # no spreadsheet computes it
    said = " ".join(sent.lines)
    assert "3 marks, out of 20." in said
    assert "In the worksheet, but not in the course (1): Student, Test 77." in said
    assert "Takes the place of another grade (1): Zoë Gómez (zoe-3) 3 to 16.00." in said


def test_of_two_with_one_id_none_is_in_the_file(a_class):
    deliver(a_class, "bob-2", Delivery("canvas", "11"))
    path = write_marks(a_class, "01", "canvas", column="Small lesson (4711)").path
    assert canvas_marks(path, GRADES, TITLES) == {(13, "Small lesson"): "8.00"}


def test_without_a_gradebook_canvas_gets_rows_for_marks_only(a_class):
    sent = write_marks(a_class, "01", "canvas", out_of=100)
    changes = canvas_marks(sent.path, GRADES, TITLES)
    assert changes == {(11, LESSON): "100.00", (12, LESSON): "65.00", (13, LESSON): "80.00"}
    assert table(sent.path)[1] == ["    Points Possible", "", "", "", "", "100.00"]
    sent = write_marks(a_class, "01", "canvas", zeros=True, column="Small lesson (4711)")
    assert canvas_marks(sent.path, GRADES, TITLES)[14, "Small lesson"] == "0.00"


@pytest.mark.parametrize("column", ["4711", "A small and other lesson (4711)", "and OTHER"])
def test_the_column_can_be_named(a_class, tmp_path, column):
    headers = HEADERS.replace("Small", "A small and other")
    given = gradebook(tmp_path, headers)
    sent = write_marks(a_class, "01", "canvas", worksheet=given, column=column)
    assert table(sent.path)[0][-1] == "A small and other lesson (4711)"


def test_a_column_that_is_not_clear_is_refused_with_the_choice(a_class, tmp_path):
    given = gradebook(tmp_path, HEADERS.replace("Intro", "Small start"))
    with pytest.raises(CourseError, match=r"Small start \(4710\), Small lesson \(4711\)"):
        write_marks(a_class, "01", "canvas", worksheet=given)
    given = gradebook(tmp_path, possible=POSSIBLE.replace("20.00", "20.00 (read only)"))
    with pytest.raises(CourseError, match="lets nobody change"):
        write_marks(a_class, "01", "canvas", worksheet=given)
    with pytest.raises(CourseError, match="no gradebook of Canvas"):
        write_marks(a_class, "01", "canvas", worksheet=worksheet(tmp_path, row(101)))


# A table to read ----------------------------------------------------------------------------------


def test_the_wide_table_has_a_column_for_each_item_and_all_students(a_class):
    headers, *rows = table(write_marks(a_class, "01", "csv", out_of=50).path)
    assert headers == [
        *("student", "name", "email", "count_pixels", "conv_out_size", "batch_size_answer", "why"),
        *("penalty", "total", "max", "mark_of_50", "waits"),
    ]
    ada, bob, zoe, noor, sam = rows
    assert ada[3:] == ["3", "2", "3", "2", "0", "10", "10", "50.00", ""]
    assert bob[:3] == ["bob-2", "'=Bob", "bob@x.org"]
    assert zoe[3:] == ["3", "2", "3", "", "0", "8", "10", "40.00", "why"]
    assert noor[3:] == [""] * 9
    assert sam[3:] == [""] * 8 + ["not graded"]


# The command --------------------------------------------------------------------------------------


def run(course: Path, monkeypatch: pytest.MonkeyPatch, *words: str):
    monkeypatch.chdir(course)
    return CliRunner().invoke(app, list(words))


def test_the_command_ends_with_1_if_a_mark_found_no_row(a_class, monkeypatch):
    done = run(a_class, monkeypatch, "marks", "01", "--for", "moodle")
    assert done.exit_code == 0
    assert f"{LESSON}_marks_moodle.csv" in done.stdout
    assert "Upload grading worksheet" in done.stdout
    (a_class / "submitted" / "bob-2" / LESSON / "delivery.json").unlink()
    done = run(a_class, monkeypatch, "marks", "01", "--for", "moodle")
    assert done.exit_code == 1
    assert "no row is known for it; type it in on Moodle (1): =Bob (bob-2)." in done.stderr
    assert run(a_class, monkeypatch, "marks", "01", "--for", "csv", "--zeros").exit_code == 2


def test_a_platform_may_be_typed_with_a_capital_letter(a_class, monkeypatch):
    assert run(a_class, monkeypatch, "marks", "01", "--for", "Moodle").exit_code == 0


def test_a_lesson_without_marks_and_a_class_without_numbers_are_told_what_to_do(
    a_class, monkeypatch
):
    (a_class / "students.csv").unlink()
    done = run(a_class, monkeypatch, "marks", "01", "--for", "canvas")
    assert done.exit_code == 1
    assert "No student's number on Canvas is known." in done.stderr
    enter(a_class, ada_1={}, bob_2={}, zoe_3={})
    done = run(a_class, monkeypatch, "marks", "01", "--for", "csv")
    assert done.exit_code == 1
    assert "has no marks yet: run `gancourse grade 01` first." in done.stderr
