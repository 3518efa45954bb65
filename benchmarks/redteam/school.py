"""Grades one class in which honest students sit beside all cheats and all damaged notebooks."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import os
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from rich.console import Console

from benchmarks.redteam import target
from benchmarks.redteam.cheating import Cheat, read_cheats
from benchmarks.redteam.damages import DAMAGES, Damage
from gancourse.cli.report import print_results
from gancourse.course.spreadsheets import ENCODING
from gancourse.grading.export import GRADES
from gancourse.grading.feedback import make_feedback
from gancourse.grading.grade import grade
from gancourse.grading.result import Result
from gancourse.grading.workers import Processes

STOLEN = "STOLEN"
"""What a cheat prints when it has got at something that it should not."""

SCRIPT = "redteam_alert"
"""What a cheat's scripts would call in a browser."""

FORMULA = re.compile(r"(^|;)[=+@＝＋＠-]")
"""What a spreadsheet computes."""

TRACES = ("redteam-daemon", "redteam-was-here")

BLUNDERS = re.compile(
    r"\b(?:Attribute|Import|Index|Key|ModuleNotFound|Name|Syntax|Type|UnboundLocal|Wire)Error\b"
)
"""Errors of a cheat whose own code is wrong or has become old: it tries nothing any more."""

HONEST = {
    "ada-allright": (target.RIGHT, {}),
    "bea-blank": ({}, {}),
    "dan-denorm": ({"denorm": target.RIGHT["denorm"]}, {"denorm": target.POINTS["denorm"]}),
    "hal-half": (
        target.WRONG | {name: target.RIGHT[name] for name in ("conv_out_size", "get_noise")},
        {name: target.POINTS[name] for name in ("conv_out_size", "get_noise")},
    ),
    "zoe-allright": (target.RIGHT, {}),
}
"""Answers, and the points they deserve where these are not all or none."""


@dataclass
class Line:
    """One submission: what it deserves, what it got, and what else went wrong.

    Attributes:
        student: The student's folder.
        kind: ``honest``, ``cheat`` or ``damaged``.
        about: What was tried or damaged.
        deserves: The points that it deserves; by check, or together.
        result: What came out of the grading.
        faults: What should not have happened: sentences.
        fails: The errors of its own code that belong to a cheat.
        notices: Words that a notice for the teacher must hold.
    """

    student: str
    kind: str
    about: str
    deserves: dict[str, float] | float
    result: Result | None = None
    faults: list[str] = field(default_factory=list)
    fails: set[str] = field(default_factory=set)
    notices: str = ""

    @property
    def deserved(self) -> float:
        deserves = self.deserves
        return sum(deserves.values()) if isinstance(deserves, dict) else deserves

    @property
    def got(self) -> float:
        return self.result.points if self.result else -1.0


def grade_everybody(folder: Path, workers: int | None = None) -> list[Line]:
    """Build the course in ``folder``, hand in, grade, and look for what went wrong."""
    course = target.make_course(folder)
    released = target.released(course)
    with _services() as known:
        known |= {"COURSE": str(course), "REPO": str(target.ROOT)}
        known |= {"MARKS": "`" * 300_000, "MAGICS": "%%time\n" * 10_000}
        lines = _hand_in(course, released, known)
        before = _hashes(course)
        os.environ["REDTEAM_SECRET"] = "redteam"
        results = grade(course, workers=workers, feedback=False)
        del os.environ["REDTEAM_SECRET"]
    by_student = {result.student: result for result in results}
    for line in lines:
        line.result = by_student.get(line.student)
        line.faults += _faults(course, line)
    with_scripts = [
        line
        for line in lines
        if line.result and line.result.items and _holds(course, line.student, SCRIPT)
    ]
    with contextlib.closing(Processes(workers)) as pool:
        make_feedback(course, [(line.student, target.LESSON) for line in with_scripts], pool)
    for line in with_scripts:
        line.faults += _scripts(course, line)
    everybody = Line("(everybody)", "honest", "what the class as a whole leaves", 0.0)
    everybody.result = Result("", "", "", (), 0.0)
    everybody.faults += _left_behind(course, before, results)
    return [*lines, everybody]


def _hand_in(course: Path, released: nbformat.NotebookNode, known: dict[str, str]) -> list[Line]:
    lines = []
    for student, (answers, deserves) in HONEST.items():
        target.hand_in(course, student, target.filled_in(released, answers))
        if not deserves and answers:
            deserves = dict(target.POINTS)
        lines.append(Line(student, "honest", "", deserves))
    for cheat in read_cheats():
        lines.append(_cheat(course, cheat, released, known))
    for damage in DAMAGES:
        lines.append(_damage(course, damage, released))
    return lines


def _cheat(course: Path, cheat: Cheat, released: nbformat.NotebookNode, known: dict) -> Line:
    folder = target.hand_in(course, cheat.student, cheat.notebook(released, known))
    for name, text in cheat.files(known).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    line = Line(cheat.student, "cheat", cheat.about, cheat.deserves, fails=cheat.fails)
    line.notices = cheat.notices
    return line


def _damage(course: Path, damage: Damage, released: nbformat.NotebookNode) -> Line:
    folder = course / "submitted" / f"damaged-{damage.name}".replace("_", "-") / target.LESSON
    if damage.student != folder.parent.name:
        folder = course / "submitted" / "to-be-named" / target.LESSON
    folder.mkdir(parents=True)
    damage.make(folder, target.filled_in(released, target.RIGHT))
    line = Line(damage.student, "damaged", damage.name.replace("_", " "), damage.deserves)
    line.says = damage.says
    return line


# What may have gone wrong ------------------------------------------------------------------------


def _faults(course: Path, line: Line) -> list[str]:
    result = line.result
    if result is None:
        return ["is missing in the results"]
    faults = []
    by_check = {name.removeprefix("check_"): item.points for name, item in result.items.items()}
    if isinstance(line.deserves, dict):
        for name in target.POINTS:
            want = line.deserves.get(name, 0)
            if by_check.get(name) != want:
                faults.append(f"{name}: deserves {want:g}, got {by_check.get(name)}")
    elif result.points != line.deserves:
        faults.append(f"deserves {line.deserves:g}, got {result.points:g}")
    said = " ".join(result.remarks)
    if words := getattr(line, "says", ""):
        if words not in said:
            faults.append(f"nothing says “{words}”: {said or 'no remark'}")
        elif result.items and words not in _autograded(course, line.student):
            faults.append("the student's notebook does not say it")
    if line.kind == "honest" and (result.remarks or result.notices):
        faults.append(f"remarks on honest work: {said} {' '.join(result.notices)}")
    if line.notices not in " ".join(result.notices):
        faults.append(f"nobody tells the teacher of “{line.notices}”: {result.notices}")
    if result.notices and result.notices[0] in _autograded(course, line.student):
        faults.append("the student is told what is for the teacher alone")
    outputs = list(_outputs(course, line.student))
    if not outputs and line.kind != "damaged":
        faults.append("nothing of what it showed was kept")
    if stolen := [text for text in outputs if STOLEN in text]:
        faults.append(f"got at something: {stolen[0][:200]}")
    if line.kind == "cheat":
        blunders = set(BLUNDERS.findall(" ".join(outputs))) - line.fails
        faults += [f"tries nothing, its own code fails: {name}" for name in sorted(blunders)]
    return faults


def _outputs(course: Path, student: str) -> Iterator[str]:
    path = course / "autograded" / student / target.LESSON / f"{target.LESSON}.ipynb"
    if path.exists():
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                yield str(output)


def _autograded(course: Path, student: str) -> str:
    path = course / "autograded" / student / target.LESSON / f"{target.LESSON}.ipynb"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _holds(course: Path, student: str, word: str) -> bool:
    return word in student or word in _autograded(course, student)


class _Scripts(HTMLParser):
    """Collects the places of a page where ``SCRIPT`` would be run."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ""
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            harmless = name in ("alt", "title", "id", "aria-label")
            if SCRIPT in (value or "") and not harmless:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style", "svg", "iframe") and SCRIPT in data:
            self.found.append(f"<{self.inside}> {data[:80]}")


def _scripts(course: Path, line: Line) -> list[str]:
    page = course / "feedback" / line.student / target.LESSON / f"{target.LESSON}.html"
    if not page.exists():
        return ["there is no feedback page"]
    parser = _Scripts()
    parser.feed(page.read_text(encoding="utf-8"))
    faults = [f"a script in the feedback: {found}" for found in parser.found]
    others = {path.name for path in page.parent.iterdir()} - {page.name, "timestamp.txt"}
    return faults + [f"{name} lies beside the feedback" for name in others]


def _left_behind(course: Path, before: dict[str, str], results: list[Result]) -> list[str]:
    faults = [f"{name} has been changed" for name, value in before.items() if value != _hash(name)]
    for trace in TRACES:
        faults += [f"{trace}: process {pid} is alive" for pid in _processes_with(trace)]
    places = [*map(Path, ("/tmp", "/dev/shm", "/var/tmp", "/root", "/etc")), course, Path.cwd()]
    faults += [f"{path} was planted" for one in places for path in one.glob("redteam-was-here*")]
    with (course / GRADES).open(newline="", encoding=ENCODING) as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    faults += [f"a formula in {GRADES}: {cell}" for cell in cells if FORMULA.search(cell)]
    screen = io.StringIO()
    print_results(course, results, Console(file=screen, width=200))
    strange = {char for char in screen.getvalue() if not char.isprintable() and char != "\n"}
    if strange:
        faults.append(f"the report moves the terminal's cursor: {sorted(strange)}")
    return faults


def _hashes(course: Path) -> dict[str, str]:
    """What no grading may change: the release, what was handed in, the course's own code."""
    folders = [target.ROOT / name for name in ("ganlab", "graders", "gancourse")]
    folders += [course / "notebooks", course / "solutions"]
    folders += [course / "submitted" / student for student in HONEST]
    hashes = {}
    for folder in folders:
        files = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".pyc"]
        if not files:
            raise FileNotFoundError(f"{folder} is empty, so nobody would see it changed")
        hashes |= {str(path): _hash(str(path)) for path in files}
    return hashes


def _hash(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


def _processes_with(word: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if word.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


@contextlib.contextmanager
def _services() -> Iterator[dict[str, str]]:
    """Services of this machine that a student's code should not reach."""
    abstract = f"redteam-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as unix,
    ):
        unix.bind("\0" + abstract)
        unix.listen()
        for server in (tcp, unix):
            threading.Thread(target=_greet, args=(server,), daemon=True).start()
        yield {"PORT": str(tcp.getsockname()[1]), "ABSTRACT": abstract}
        for server in (tcp, unix):
            server.shutdown(socket.SHUT_RDWR)


def _greet(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.sendall(b"come in")
