"""What the importers of Moodle and Canvas do with a file, told again from their sources.

Moodle (github.com/moodle/moodle, read in 2026, also of 4.x where it differs):
    lib/csvlib.class.php: csv_import_reader.load_csv_content
    mod/assign/feedback/offline/importgradeslib.php: init, next
    mod/assign/feedback/offline/locallib.php: process_import_grades
    lib/moodlelib.php: unformat_float
    mod/assign/feedback/file/importziplib.php: is_valid_filename_for_import
Canvas (github.com/instructure/canvas-lms, read in 2026):
    lib/gradebook_importer.rb: csv_stream, header?, check_for_non_student_row, process_student,
    process_submissions, no_change_to_value?
    app/models/abstract_assignment.rb: title_and_id, infer_comment_context_from_filename
"""

from __future__ import annotations

import csv
import re
from pathlib import Path, PurePosixPath

ENGLISH = {"grade": "Grade", "id": "Identifier", "time": "Last modified (grade)", "point": "."}
GERMAN = {
    "grade": "Bewertung",
    "id": "ID",
    "time": "Zuletzt geändert (Bewertung)",
    "point": ",",
}


# Moodle -------------------------------------------------------------------------------------------


def php_csv(text: str, separator: str = ",") -> list[list[str]]:
    """Rows as PHP's fgetcsv reads them: a backslash keeps the next quotation mark from counting."""
    rows, row, cell, quoted, at = [], [], "", False, 0
    while at < len(text):
        one = text[at]
        if quoted and one == "\\" and text[at + 1 : at + 2] == '"':
            cell, at = cell + '\\"', at + 2
            continue
        if quoted and one == '"':
            if text[at + 1 : at + 2] == '"':
                cell, at = cell + '"', at + 1
            else:
                quoted = False
        elif not quoted and one == '"' and not cell:
            quoted = True
        elif not quoted and one == separator:
            row, cell = [*row, cell], ""
        elif not quoted and one == "\n":
            rows.append([*row, cell])
            row, cell = [], ""
        else:
            cell += one
        at += 1
    if cell or row:
        rows.append([*row, cell])
    return rows


def moodle_marks(
    path: Path,
    numbers: set[int],
    maximum: float,
    words: dict[str, str] = ENGLISH,
    newer: frozenset[int] = frozenset(),
    participant: str = "Participant ",
) -> dict[int, float]:
    """The grades that Moodle takes out of a worksheet, by number.

    Args:
        path: The worksheet.
        numbers: The participants of the assignment.
        maximum: The assignment's maximum grade.
        words: The language of whoever uploads it.
        newer: Participants whose grade in Moodle is newer than the time in the file.
        participant: What stands before a number.
    """
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    text = re.sub("\r\n?", "\n", text).strip()
    headers, *rows = php_csv(text)
    if any(len(row) != len(headers) for row in rows):
        raise ValueError("csvweirdcolumns")
    if not {words["grade"], words["id"], words["time"]} <= set(headers):
        raise ValueError("invalidgradeimport")
    grade, id_ = headers.index(words["grade"]), headers.index(words["id"])
    taken = {}
    for row in rows:
        number = int(re.match(r"\s*\d*", row[id_][len(participant) :])[0] or 0)
        cell = row[grade].strip().replace(" ", "").replace(words["point"], ".")
        if number not in numbers or not cell or number in newer:
            continue
        value = float(re.match(r"\d*\.?\d*", cell)[0] or 0)  # as PHP's (float)
        if 0 <= value <= maximum:
            taken[number] = value
    return taken


def moodle_files(names: list[str], numbers: set[int]) -> dict[str, tuple[int, str]]:
    """Whose feedback file each member of a zip becomes, and under which name."""
    taken = {}
    for name in names:
        parts = ["", "import", *name.split("/")]
        if parts[-1].startswith((".", "~")):
            continue
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in numbers:
                continue
            if (info[2], info[3]) not in {("assignsubmission", "file"), ("assignfeedback", "file")}:
                continue
            rest = "/".join([info[4] if len(info) > 4 else "", *parts])
            taken[name] = (int(info[1]), PurePosixPath(rest).name)
            break
    return taken


# Canvas -------------------------------------------------------------------------------------------


def canvas_marks(
    path: Path, grades: dict[int, dict[int, str]], titles: dict[int, str]
) -> dict[tuple[int, str], str]:
    """What Canvas would change, by student and assignment; a new assignment is known by its title.

    Args:
        path: The gradebook.
        grades: The grades that Canvas has, by the student's ID and the assignment's.
        titles: The assignments.
    """
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    first = text.splitlines()[:3]
    counts = {one: {len(next(csv.reader([line], delimiter=one))) for line in first} for one in ";,"}
    width = {one: min(found) if len(found) == 1 else 0 for one, found in counts.items()}
    separator = ";" if width[";"] > width[","] else ","
    headers, *rows = csv.reader(text.splitlines(), delimiter=separator)
    if not (len(headers) > 3 and "Student" in headers[0] and "ID" in headers[1]):
        raise ValueError("Invalid header row")
    info = 3
    if re.search(r"SIS\s+Login\s+ID", headers[2]):
        info += 1
    elif re.search(r"SIS\s+User\s+ID", headers[2]) and re.search(r"SIS\s+Login\s+ID", headers[3]):
        info += 2
    if "Section" not in headers[info - 1]:
        raise ValueError("Invalid header row")
    changes = {}
    for row in rows:
        if "Points Possible" in row[0]:
            continue
        if all(not cell or re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            continue
        student = int(row[1]) if row[1].isdigit() else 0
        if student not in grades:
            raise ValueError(f"Canvas would ask who {row[:2]} is")
        for header, cell in zip(headers[info:], row[info:], strict=True):
            if re.search("(Current|Final|Override) (Score|Points|Grade)", header):
                continue
            found = re.fullmatch(r"(.*)\s\((\d+)\)", header)
            id_ = int(found[2]) if found else 0
            now = grades[student].get(id_, "")
            new = re.sub(r"^(\d+),(\d+)$", r"\1.\2", cell.strip())
            if new == now or (new in ("", "-") and now in ("", "-")):
                continue
            if now and new and now != "EX" and new != "EX" and float(now) == float(new):
                continue
            changes[student, titles.get(id_, header)] = new
    return changes


def canvas_files(names: list[str], attachments: dict[int, int]) -> dict[str, int]:
    """Whose comment each member of a zip becomes.

    Args:
        names: The members.
        attachments: Who handed in which file: the student's ID by the attachment's.
    """
    taken = {}
    for name in names:
        parts = [part for part in PurePosixPath(name).name.split("_") if part != "LATE"]
        digits = [part for part in parts if re.fullmatch(r"[0-9]+", part)][:2]
        if len(digits) == 2 and attachments.get(int(digits[1])) == int(digits[0]):
            taken[name] = int(digits[0])
    return taken
