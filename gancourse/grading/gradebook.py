"""The gradebook's database: away for a moment, gone for good, or in use on another machine."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import nbgrader.api
from nbgrader.api import Gradebook, Student
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from gancourse.errors import CourseError
from gancourse.grading.interrupts import interrupts_later
from gancourse.grading.names import for_gradebook

PAUSES = (0.5, 1, 2, 4, 8, 15, 30)
"""Seconds between attempts: a server restarts, somebody saves a table in another program."""

PASSING = ("08", "40", "53", "57")
"""SQLSTATE classes of what passes: lost connections, deadlocks, too many users, a server that stops
or starts (PostgreSQL's documentation, appendix A)."""

REFUSED = re.compile(
    r"database .* does not exist|role .* does not exist|authentication failed|no pg_hba\.conf entry"
)
"""What a server says that lets nobody in; of a connection refused, psycopg knows no SQLSTATE."""

REVISION = re.compile(r"^(revision|down_revision)\s*=\s*['\"](\w+)['\"]", re.MULTILINE)
"""What a migration of nbgrader's gradebook says of itself and of the one before it."""

T = TypeVar("T")


def open_gradebook(address: str, course_id: str) -> Gradebook:
    """nbgrader's gradebook; a new one is made if there is none.

    nbgrader asks the program ``alembic`` for the version of a new one, which takes two seconds.
    """
    if head := newest_version():
        nbgrader.api.get_alembic_version = lambda: head
    book = Gradebook(address, course_id)
    book.db = scoped_session(sessionmaker(book.engine, class_=_Session))
    return book


class _Session(Session):
    """A session whose commits wait while `in_one_transaction` lasts."""

    def commit(self) -> None:
        if self.info.get("waits"):
            self.flush()
        else:
            super().commit()


@contextlib.contextmanager
def in_one_transaction(book: Gradebook) -> Iterator[None]:
    """What nbgrader commits bit by bit in the block is committed when it ends, or not at all.

    Args:
        book: As `open_gradebook` has opened it.
    """
    session = book.db()
    session.info["waits"] = True
    try:
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("waits")
    session.commit()


def enter_students(book: Gradebook, names: Mapping[str, str]) -> None:
    """Enter students, with the names that formgrader shows.

    Args:
        book: The gradebook.
        names: What the students are called, by their ids. Where that is the id again, a name that
            somebody has entered stays.
    """
    columns = (Student.id, Student.first_name, Student.last_name)
    known = {id_: (first, last) for id_, first, last in book.db.query(*columns)}
    new, changed = [], []
    for id_, name in names.items():
        first, last = for_gradebook(id_, name)
        entry = {"id": id_, "first_name": first, "last_name": last}
        if id_ not in known:
            new.append(Student(**entry))
        elif known[id_] != (first, last) and (name != id_ or known[id_] == (None, None)):
            changed.append(entry)
    book.db.add_all(new)
    book.db.bulk_update_mappings(inspect(Student), changed)
    book.db.commit()


@cache
def newest_version() -> str:
    """The migration that no other follows; empty if that is not clear."""
    folder = Path(nbgrader.__file__).parent / "alembic" / "versions"
    found = [REVISION.findall(path.read_text("utf-8")) for path in folder.glob("*.py")]
    names = {
        kind: {word for one in found for key, word in one if key == kind}
        for kind in ("revision", "down_revision")
    }
    heads = names["revision"] - names["down_revision"]
    return heads.pop() if len(heads) == 1 else ""


class GradebookGone(CourseError):
    """The gradebook cannot be read or written."""


def steadily(
    work: Callable[[], T],
    reset: Callable[[], None] = lambda: None,
    pauses: Sequence[float] | None = None,
) -> T:
    """Do something with a gradebook; again, after a pause, while its database is away or locked.

    Ctrl-C waits for the end of an attempt, not of a pause.

    Args:
        work: Is called until it succeeds. It begins anew each time.
        reset: Gives back what a failed attempt may have left half done.
        pauses: Seconds between attempts; `PAUSES` if None.

    Raises:
        GradebookGone: The database is gone for good, or cannot be written.
    """
    for pause in (*(PAUSES if pauses is None else pauses), None):
        try:
            with interrupts_later():
                return work()
        except Exception as error:
            trouble = _trouble(error)
            if trouble is None:
                raise
        reset()
        if pause is None or not _passes(trouble):
            break
        time.sleep(pause)
    why = str(getattr(trouble, "orig", trouble)).strip().splitlines()
    raise GradebookGone(
        f"The gradebook cannot be used: {'; '.join(why)}. What it holds stays as it is; put this "
        "right, then type the same again."
    ) from trouble


def _trouble(error: BaseException | None) -> SQLAlchemyError | None:
    """The error of the database behind an error, unless it is about a single entry."""
    while error is not None:
        if isinstance(error, DBAPIError | PendingRollbackError | ArgumentError):
            return None if isinstance(error, IntegrityError | DataError) else error
        error = error.__cause__ or error.__context__
    return None


def _passes(trouble: SQLAlchemyError) -> bool:
    """Whether the same may succeed a moment later."""
    cause = getattr(trouble, "orig", None)
    if name := getattr(cause, "sqlite_errorname", None):
        return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"))
    if state := getattr(cause, "sqlstate", None):
        return state.startswith(PASSING)
    if REFUSED.search(str(cause)):
        return False
    return isinstance(trouble, OperationalError | InterfaceError | PendingRollbackError)


def hold(book: Gradebook) -> Connection | None:
    """Keep graders on other machines out of a gradebook that lies in a PostgreSQL server.

    Returns:
        A connection: as long as it is open, nobody else gets one. None where the gradebook is a
        file: the lock in the course's folder is enough.

    Raises:
        CourseError: Another machine is at work.
    """
    if book.engine.dialect.name != "postgresql":
        return None
    connection = book.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()  # closing it shall end its session, and so the lock
    query = text("SELECT pg_try_advisory_lock(hashtext('gancourse'), hashtext(:course))")
    if connection.scalar(query, {"course": book.course_id}):
        return connection
    connection.close()
    raise CourseError(
        "Another grading is running, on another machine or in another folder, with the same "
        "gradebook. Wait until it has ended, then type this again."
    )
