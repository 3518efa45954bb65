"""Names the cells that this Python cannot read in a notebook that a newer one has saved."""

from __future__ import annotations

import re
import sys

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from gancourse.grading.cells import LONGEST_ANSWER, is_python, kind_of, name_of


def newer_python(nb: NotebookNode, submitted: NotebookNode) -> list[str]:
    """A remark on cells in the syntax of a newer Python than this one.

    Args:
        nb: The repaired notebook.
        submitted: The notebook as it came back; its metadata says which Python saved it.
    """
    info = submitted.metadata.get("language_info")
    version = info.get("version") if isinstance(info, dict) else None
    match = re.match(r"3\.(\d{1,3})(?!\d)", version) if isinstance(version, str) else None
    if match is None or int(match[1]) <= sys.version_info.minor:
        return []
    code = [cell for cell in nb.cells if cell.cell_type == "code" and kind_of(cell) != "locked"]
    names = [name_of(cell) for cell in code if not _can_be_read(cell.source)]
    if not names:
        return []
    here = f"3.{sys.version_info.minor}"
    listed = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    return [
        f"Python {here}, which grades here, cannot read {listed}; the notebook was saved by Python "
        f"3.{match[1]}. What {here} does not have has to be written in an older way."
    ]


def _can_be_read(source: str) -> bool:
    if len(source) > LONGEST_ANSWER:
        return True  # it is not looked at
    return is_python(source) or is_python(_without_magics(source))


def _without_magics(source: str) -> str:
    try:
        return TransformerManager().transform_cell(source)
    except SyntaxError:
        return source
