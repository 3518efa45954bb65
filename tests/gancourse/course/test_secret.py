"""The secret that nbgrader's exchange lays beside a hand-in, and that a student can change."""

from __future__ import annotations

import os
import sys

import pytest

from gancourse.course.secret import SECRET, read_secret

GOOD = "c0ffee" * 20


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"\xff" * 128, b"../" * 40, b"a" * 100_000, GOOD.encode() + b"\n", b"a b" * 40],
    ids=["empty", "short", "no text", "a path", "large", "a line", "spaces"],
)
def test_a_secret_that_nbgrader_cannot_have_written_is_none(tmp_path, content):
    (tmp_path / SECRET).write_bytes(content)
    assert read_secret(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes; links need rights")
def test_a_secret_is_a_plain_file_and_no_link(tmp_path):
    assert read_secret(tmp_path) == ""
    (tmp_path / "anothers").write_text(GOOD)
    (tmp_path / SECRET).symlink_to(tmp_path / "anothers")
    assert read_secret(tmp_path) == ""
    (tmp_path / SECRET).unlink()
    os.mkfifo(tmp_path / SECRET)
    assert read_secret(tmp_path) == ""
    (tmp_path / SECRET).unlink()
    (tmp_path / SECRET).write_text(GOOD)
    assert read_secret(tmp_path) == GOOD
