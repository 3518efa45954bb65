"""Downloads in which one student's files would hurt others: each costs its student alone."""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.classes.small_course import LESSON
from gancourse.grading.find import fits
from gancourse.platforms import archive, choose
from gancourse.platforms.archive import Unpacker, opened, safe_name, split
from gancourse.platforms.collect import collect
from tests.gancourse.platforms import downloads

FILE = f"{LESSON}.ipynb"
HONEST = "Ada Allright_1_assignsubmission_file_"
OTHER = "Cy Cheat_2_assignsubmission_file_"


def packed(members: list[tuple[str, str | bytes]], kind: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as made:
        for name, text in members:
            made.writestr(name, text)
    return file.getvalue()


def broken(kind: int) -> bytes:
    """An archive whose packed bytes are wrong."""
    raw = bytearray(packed([(FILE, "{}" * 20_000)], kind))
    for place in range(60, 90):
        raw[place] ^= 0xFF
    return bytes(raw)


def nameless() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        member = zipfile.ZipInfo("x")
        member.filename = ""
        made.writestr(member, "{}")
    return file.getvalue()


def bomb() -> bytes:
    """An archive of kilobytes that would fill 70 megabytes."""
    return packed([(FILE, bytes(70 * 2**20))], zipfile.ZIP_DEFLATED)


def locked() -> bytes:
    """An archive that says it is encrypted."""
    raw = bytearray(packed([(FILE, "{}")]))
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    return bytes(raw)


def deep(depth: int) -> bytes:
    raw = packed([(FILE, "{}")])
    for _ in range(depth):
        raw = packed([("inner.zip", raw)])
    return raw


HOSTILE = {
    "a name of 400 bytes": {f"{'😀' * 100}.ipynb": "{}"},
    "a file and a folder of one name": {"x?.ipynb": "{}", "x_.ipynb/y.ipynb": "{}"},
    "a folder and an archive of one name": {
        "x?.zip/a.ipynb": "{}",
        "x_.zip": packed([(FILE, "{}")]),
    },
    "two thousand folders in each other": {"a/" * 2000 + FILE: "{}"},
    "an archive with wrong LZMA": {"work.zip": broken(zipfile.ZIP_LZMA)},
    "an archive with wrong BZIP2": {"work.zip": broken(zipfile.ZIP_BZIP2)},
    "an archive with clashing names": {
        "work.zip": packed([("x.ipynb", ""), ("x.ipynb/y.ipynb", "")])
    },
    "an archive with a file without a name": {"work.zip": nameless()},
    "an archive that is none": {"work.zip": b"PK no zip at all"},
    "a locked archive": {"work.zip": locked()},
    "a bomb": {"work.zip": bomb()},
    "archives in each other": {"work.zip": deep(9)},
    "our own files": {"delivery.json": '{"platform": "canvas"}', "timestamp.txt": "x"},
    "the names of others": {
        f"{HONEST}/{FILE}": "{}",
        f"../{HONEST}/{FILE}": "{}",
        f"ada_{FILE}": "{}",
        "work.zip": packed([(f"{HONEST}/{FILE}", "{}"), (f"../{HONEST}/{FILE}", "{}")]),
    },
}


@pytest.mark.parametrize("members", HOSTILE.values(), ids=HOSTILE)
def test_others_are_collected(course, collected, submitted, members):
    files = {f"{OTHER}/{name}": text for name, text in members.items()}
    done = collected({f"{HONEST}/{FILE}": "ada"} | files)
    assert submitted()[f"ada-allright-1/{FILE}"] == "ada"
    assert {name.partition("/")[0] for name in submitted()} <= {"ada-allright-1", "cy-cheat-2"}
    assert {path.name for path in (course / "submitted").glob("ada-allright-1/*/*")} == {
        FILE,
        "delivery.json",
    }
    assert done.complete == ("cy-cheat-2" in done.students and "left out" not in str(done.lines))


@pytest.mark.parametrize("name", ["an archive that is none", "a locked archive", "a bomb"])
def test_what_is_left_out_is_named(collected, name):
    files = {f"{OTHER}/{place}": text for place, text in HOSTILE[name].items()}
    done = collected({f"{HONEST}/{FILE}": "ada"} | files)
    assert any(line.startswith("cy-cheat-2: ") and "left out" in line for line in done.lines)
    assert done.lines[-1].startswith("2 in the download: 1 collected, 1 without a notebook (Cy Ch")


def test_an_archive_alone_in_a_folder_is_its_students(course, tmp_path, submitted):
    inner = packed([(f"{HONEST}/{FILE}", "cy"), (f"Hal_3_assignsubmission_file_/{FILE}", "cy")])
    source = downloads.in_folder(tmp_path / "download", {f"{OTHER}work.zip": inner})
    done = collect(course, LESSON, source)
    assert done.students == ["cy-cheat-2"]
    assert {name.partition("/")[0] for name in submitted()} == {"cy-cheat-2"}


def test_a_wrong_member_of_the_download_costs_its_student(course, tmp_path, submitted):
    source = downloads.zipped(
        tmp_path / "1.zip", {f"{HONEST}/{FILE}": "ada" * 50, f"{OTHER}/{FILE}": "cy" * 50}
    )
    raw = bytearray(source.read_bytes())
    at = raw.rindex(f"{OTHER}/{FILE}".encode(), 0, raw.index(b"PK\1\2"))
    raw[at + len(f"{OTHER}/{FILE}") + 2] ^= 0xFF
    source.write_bytes(raw)
    done = collect(course, LESSON, source)
    assert list(submitted()) == [f"ada-allright-1/{FILE}"]
    assert any("damaged or locked" in line for line in done.lines)


@pytest.mark.parametrize("where", ["zip", "folder"])
def test_links_are_not_followed_and_named(course, tmp_path, submitted, where):
    if where == "zip":
        source = downloads.zipped(tmp_path / "1.zip", {f"{HONEST}/{FILE}": "ada"})
        link = zipfile.ZipInfo(f"{OTHER}/{FILE}")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(source, "a") as made:
            made.writestr(link, "/etc/passwd")
    else:
        source = downloads.in_folder(tmp_path / "download", {f"{HONEST}/{FILE}": "ada"})
        (source / OTHER).mkdir()
        (source / OTHER / FILE).symlink_to("/etc/passwd")
        (source / "Hal_3_assignsubmission_file_").symlink_to(tmp_path)
    done = collect(course, LESSON, source)
    assert list(submitted()) == [f"ada-allright-1/{FILE}"]
    assert any("it is a link" in line for line in done.lines)
    assert not done.complete


@pytest.mark.parametrize("part", ["", LESSON])
def test_nothing_is_written_through_a_link_in_submitted(course, collected, tmp_path, part):
    (tmp_path / "elsewhere").mkdir()
    collected({f"{HONEST}/{FILE}": "ada"})
    link = course / "submitted" / "ada-allright-1" / part
    shutil.rmtree(link)
    link.symlink_to(tmp_path / "elsewhere")
    done = collected({f"{HONEST}/{FILE}": "ada"})
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not done.complete


@pytest.mark.parametrize(
    "name",
    [
        f"../../outside/{FILE}",
        f"/outside/{FILE}",
        f"C:\\outside\\{FILE}",
        f"..\\..\\outside\\{FILE}",
        f"ada/../../../outside/{FILE}",
    ],
)
def test_no_path_leads_out(course, collected, tmp_path, submitted, name):
    before = {path.name for path in course.iterdir()}
    collected({name: "{}"})
    assert {path.name for path in course.iterdir()} == before | {"submitted", "students.csv"}
    assert {path.name for path in tmp_path.iterdir()} == {"course", "download.zip"}
    assert len(submitted()) == 1


def test_of_thousands_of_notebooks_few_are_looked_into(collected, submitted, work, monkeypatch):
    monkeypatch.setattr(choose, "LOOKED_INTO", 5)
    many = packed([(f"n{at}.ipynb", "") for at in range(200)] + [(FILE, work)])
    done = collected({f"{HONEST}/{FILE}": "ada", f"{OTHER}/work.zip": many})
    assert submitted() == {f"ada-allright-1/{FILE}": "ada", f"cy-cheat-2/{FILE}": work}
    assert done.complete


@pytest.mark.parametrize("archives", [1, 3])
def test_archives_with_too_many_files_are_not_opened(collected, monkeypatch, archives):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 10)
    many = packed([(f"n{at}.txt", "") for at in range(11 // archives + 1)])
    around = packed([(f"{at}.zip", many) for at in range(archives)])
    done = collected({f"{HONEST}/{FILE}": "ada", f"{OTHER}/work.zip": around})
    assert any("there are more than 10 files" in line for line in done.lines)


NAMES = st.lists(
    st.sampled_from(
        ["a", "..", ".", "/", "\\", "C:", "\0", "é", "\udce9", "__MACOSX", " ", "x.zip"]
    )
    | st.text(max_size=8),
    max_size=6,
).map("".join)


@given(NAMES)
def test_any_name_stays_in_its_folder(name):
    for part in split(name):
        assert part not in ("", ".", "..")
        assert not set("/\\") & set(part)
        safe = safe_name(part)
        assert Path(safe).name == safe
        assert len(safe.encode()) <= archive.LONGEST_NAME


@given(st.lists(st.tuples(NAMES, st.binary(max_size=20)), max_size=5))
@settings(max_examples=30)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_archive_is_read_or_named(tmp_path_factory, members):
    folder = tmp_path_factory.mktemp("any")
    source = folder / "1.zip"
    try:
        source.write_bytes(packed([*members, ("last.txt", b"")]))
    except (ValueError, IndexError):  # such a name no archive can hold
        return
    with opened(source) as contents, Unpacker(folder) as unpacker:
        for one in list(unpacker.inside(contents.members)):
            path = unpacker.copy(one)
            assert path is None or path.parent == folder
    assert any(one.name == "last.txt" for one in contents.members)


@pytest.mark.parametrize("name", ["名" * 84, "\U00020000" * 80, "x" * 200], ids=["3", "4", "1"])
def test_a_long_name_fits_file_systems_and_the_gradebook(collected, submitted, name):
    done = collected(
        {
            f"{HONEST}/{FILE}": "ada",
            f"{name}_12345678901234567_assignsubmission_file_/{FILE}": "cy",
        }
    )
    assert submitted()[f"ada-allright-1/{FILE}"] == "ada"
    assert [fits(student) for student in done.students] == [True, True]


def test_long_names_in_an_archive_do_not_fill_the_screen(collected):
    many = packed([(f"{at}{'x' * 60_000}.ipynb.zip", "no archive") for at in range(60)])
    done = collected({f"{HONEST}/{FILE}": "ada", f"{OTHER}/work.zip": many})
    assert sum(map(len, done.lines)) < 40_000


def test_a_name_that_no_file_can_hold_stops_nobody(course, tmp_path, submitted):
    source = downloads.in_folder(tmp_path / "download", {f"ada/{FILE}": "ada"})
    strange = Path(f"{source}/bo\udcff")
    strange.mkdir()
    (strange / FILE).write_text("bo")
    collect(course, LESSON, source)
    assert submitted()[f"ada/{FILE}"] == "ada"
    assert collect(course, LESSON, source).complete
