"""A handed-in file is read in any encoding, and with outputs of any size."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.classes.small_course import answered
from gancourse.course.tidy import text_of
from gancourse.grading import read as reading
from gancourse.grading.read import TooLarge, read_file, read_submission


@pytest.fixture
def file(tmp_path):
    return tmp_path / "notebook.ipynb"


@pytest.fixture
def small(monkeypatch):
    """A megabyte counts as a large file."""
    monkeypatch.setattr(reading, "WHOLE_MEGABYTES", 1)


def notebook(source="x = 1", **more):
    """A notebook as data, with one code cell and what is beside its text."""
    cell = {"cell_type": "code", "id": "one", "metadata": {}, "source": source} | more
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_encoding_does_not_matter(file, released, encoding):
    text = text_of(answered(released)).replace("x", "é")
    file.write_bytes(text.encode(encoding))
    assert read_file(file) == (text, ())


def test_zero_bytes_are_left_out(file):
    file.write_bytes(b"\0{}\0\0")
    assert read_file(file) == ("{}", ())


def zipped(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, json.dumps(notebook()))
    return made.getvalue()


def test_a_notebook_in_a_zip_archive_is_read(file):
    file.write_bytes(zipped("02/lesson.ipynb", "__MACOSX/02/._lesson.ipynb", "help.py"))
    text, remarks = read_file(file)
    assert json.loads(text) == notebook()
    assert "zip archive" in remarks[0]


@pytest.mark.parametrize("names", [(), ("a.ipynb", "b.ipynb"), [f"{n}.txt" for n in range(200)]])
def test_an_archive_of_other_things_is_no_notebook(file, names):
    file.write_bytes(zipped(*names) if names else zipped("a.ipynb")[:60])
    text, remarks = read_file(file)
    assert read_submission(text)[0].cells == []
    assert remarks == ()


@pytest.mark.usefixtures("small")
def test_an_archive_of_megabytes_is_not_unpacked(file):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", "x" * 2**22)
    file.write_bytes(made.getvalue())
    assert len(read_file(file)[0]) < 2**20


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "outputs",
    [
        [{"output_type": "stream", "text": "x" * 2**21}],
        [{"output_type": "stream", "text": ["x\n"] * 2**19}],
        [{"output_type": "display_data", "data": {"outputs": ["x" * 2**20] * 3}}] * 2,
        {"no": ["list", "x" * 2**21]},
        "x" * 2**21,
    ],
)
def test_outputs_of_a_large_file_are_passed_over(file, outputs):
    file.write_text(json.dumps(notebook(outputs=outputs, execution_count=3)))
    text, remarks = read_file(file)
    assert json.loads(text) == notebook(execution_count=3)
    (remark,) = remarks
    assert "outputs in it were passed over" in remark


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(notebook("x" * 2**21)),
        json.dumps(notebook(attachments=[[]] * 2**19)),
        json.dumps(notebook(outputs=["x" * 2**21]))[:-3],
        '{"cells": ' + "[" * 2**21,
        '{"outputs": ' + '{"a":' * 2**20,
        "x" * 2**21,
        "\n" * 2**21,
    ],
    ids=["source", "parts", "cut off", "deep lists", "deep outputs", "no JSON", "nothing"],
)
def test_what_is_large_beside_outputs_is_not_read(file, text):
    file.write_text(text)
    with pytest.raises(TooLarge, match=r"\d MB and cannot be read: .* without its outputs"):
        read_file(file)


def test_a_file_of_gigabytes_is_not_opened(file):
    with file.open("wb") as sparse:
        sparse.truncate(2**31)
    with pytest.raises(TooLarge, match="2048 MB"):
        read_file(file)


texts = st.text(st.characters(codec="utf-8"), max_size=5)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts | st.just("outputs"), inner, max_size=4)
    ),
    max_leaves=20,
)


def without(value):
    if isinstance(value, list):
        return [without(part) for part in value]
    if isinstance(value, dict):
        return {key: without(part) for key, part in value.items() if key != "outputs"}
    return value


@given(plain)
def test_all_but_outputs_is_read_as_it_stands(value):
    raw = io.BytesIO(json.dumps(value).encode())
    assert reading._without_outputs(raw) == without(value)
