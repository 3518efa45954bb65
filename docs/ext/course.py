"""What Sphinx needs to know of this course: its lessons, its links, its formulas, its exercises."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from PIL import Image
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

import graders
from gancourse.course.places import find_lessons, release_path, source_path
from gancourse.course.settings import load_config
from gancourse.course.tidy import read, write
from gancourse.mathml import mathml
from gancourse.release.shown import shown

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REPOSITORY = load_config(ROOT).TidyRelease.repository
TO_READ = (
    "This page is for reading: the answers are left out, the pictures are those of the finished "
    "lesson. To write the answers yourself, [start the course](../../docs/start.md)."
)
PAGES_OF_FILES = {  # files outside docs/ that are pages of the site
    "CONTRIBUTING.md": "maintainers/contributing.md",
    "CHANGELOG.md": "maintainers/changelog.md",
    "README.md": "index.md",
    "notebooks": "lessons.md",
}


# --- lessons ------------------------------------------------------------------------------------


def write_lessons(app: Sphinx) -> None:
    """Make docs/lessons/ from the student notebooks and what the solutions show."""
    folder, pictures = DOCS / "lessons", Path(app.outdir) / "lessons"
    folder.mkdir(exist_ok=True)
    pictures.mkdir(parents=True, exist_ok=True)
    lessons = find_lessons(ROOT)
    for lesson in lessons:
        nb = shown(read(source_path(ROOT, lesson)), read(release_path(ROOT, lesson)))
        title = next(n for n, cell in enumerate(nb.cells) if cell.source.startswith("# "))
        nb.cells.insert(title + 1, new_markdown_cell(TO_READ, id="to-read"))
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                cell.source = unpack_attachments(cell, folder)
                cell.source = without_remote_pictures(cell.source)
                cell.source = on_the_site(cell.source, f"notebooks/{lesson}", "lessons")
            for output in cell.get("outputs", []):
                unpack_pictures(output, pictures)
        write(nb, folder / f"{lesson}.ipynb")
    for left_over in set(folder.glob("*.ipynb")) - {folder / f"{name}.ipynb" for name in lessons}:
        left_over.unlink()


def without_remote_pictures(text: str) -> str:
    """Put its words in the place of a badge: a page of the site asks no other host for anything."""
    return re.sub(r"!\[([^\]]*)\]\(https?://[^)]*\)", r"\1", text)


def unpack_attachments(cell: NotebookNode, folder: Path) -> str:
    """Move the pictures that a text brings along to files; return the text that shows these."""
    text = cell.source
    for name, data in cell.get("attachments", {}).items():
        (folder / name).write_bytes(base64.b64decode(next(iter(data.values()))))
        text = text.replace(f"(attachment:{name})", f"({name})")
    return text


def unpack_pictures(output: NotebookNode, folder: Path) -> None:
    """Move the pictures in an output to files, which a browser fetches when they come into view."""

    def unpacked(match: re.Match[str]) -> str:
        content = base64.b64decode(match[2])
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{match[1]}"
        (folder / name).write_bytes(content)
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
        return f'<img loading="lazy" width="{width}" height="{height}" src="{name}"'

    data = output.get("data", {})
    if "text/html" in data:
        data["text/html"] = re.sub(
            r'<img src="data:image/(\w+);base64,([^"]+)"', unpacked, data["text/html"]
        )


# --- links --------------------------------------------------------------------------------------


def on_the_site(text: str, base: str, page: str) -> str:
    """Turn links between files of the repository into links between pages of the site.

    Args:
        text: Markdown.
        base: The folder, from the repository's root, that the links start from.
        page: The folder, from ``docs/``, of the page that the text becomes.
    """

    def turned(match: re.Match[str]) -> str:
        link, hash_sign, anchor = match[1].partition("#")
        if inside := re.fullmatch(rf"https://github\.com/{REPOSITORY}/blob/v[\d.]+/(.*)", link):
            path = inside[1]
        else:
            path = os.path.normpath(PurePosixPath(base) / link).replace(os.sep, "/")
        if not link or not (ROOT / path).exists():
            return match[0]
        to = PAGES_OF_FILES.get(path)
        if lesson := re.fullmatch(r"notebooks/(\w+)/\1\.ipynb", path):
            to = f"lessons/{lesson[1]}.ipynb"
        elif path.startswith("docs/"):
            to = path.removeprefix("docs/")
        if to is None:
            kind = "tree" if (ROOT / path).is_dir() else "blob"
            return f"](https://github.com/{REPOSITORY}/{kind}/main/{path})"
        to = os.path.relpath(to, page or ".").replace(os.sep, "/")
        cell = anchor.startswith("cell-id=")  # JupyterLab's way to name a place
        return f"]({to}{hash_sign * (not cell)}{anchor * (not cell)})"

    return re.sub(r"\]\(([\w.:/#=-]+)\)", turned, text)


def read_page(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill in what is made, and turn the links, in a page that is written as Markdown."""
    if Path(app.env.doc2path(page)).suffix != ".md":
        return
    folder = str(PurePosixPath(page).parent)
    text = on_the_site(source[0], f"docs/{folder}", folder)
    for placeholder in re.findall(r"<!-- made: (.+?) -->", text):
        name = f"<!-- made: {placeholder} -->"
        text = text.replace(name, on_the_site(made(placeholder), ".", folder))
    source[0] = text


def made(name: str) -> str:
    """What stands in the place of ``<!-- made: name -->``: a file, or a table."""
    if name == "lessons":
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        table = readme.partition("\n## Lessons\n\n")[2].partition("\n\n")[0]
        return re.sub(r"(?m)^\| \[(\w+)\]", lambda row: row[0].replace("_", " "), table)
    if name == "exercises":
        return exercises()
    if name.startswith("modules "):
        return modules(name.removeprefix("modules "))
    return (ROOT / name).read_text(encoding="utf-8")


# --- reference ---------------------------------------------------------------------------------


def modules(package: str) -> str:
    """The docstrings of a package's modules, without those of the lessons' checks."""
    lines = []
    for path in sorted((ROOT / package).rglob("[!_]*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if ".lesson_" not in name:
            lines += [f"## {name}\n", "```{eval-rst}", f".. automodule:: {name}", "   :members:"]
            lines += ["```", ""]
    return "\n".join(lines)


# --- exercises ----------------------------------------------------------------------------------


def exercises() -> str:
    """Every item with a check: what is asked for, and what is looked at."""
    items = [getattr(graders, name) for name in graders.MODULES]
    items.sort(key=lambda item: tuple(map(int, item.exercise.split("."))))
    lines, lesson = [], ""
    for item in items:
        if item.exercise.partition(".")[0] != lesson:
            lesson = item.exercise.partition(".")[0]
            lines.append(f"## Lesson {int(lesson):02}\n")
        check = f"graders.check_{item.name.lower()}"
        points = "" if item.graded else " It brings no points."
        lines.append(f"### {item.exercise} · {item.name}\n")
        lines.append(f"`{item.signature}`, checked by `{check}`.{points}\n")
        lines += [
            f"{number}. {aspect.title}" for number, aspect in enumerate(item.aspects, start=1)
        ]
        lines.append("")
    return "\n".join(lines)


# --- formulas -----------------------------------------------------------------------------------


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(_math(node, display=False))
    raise nodes.SkipNode


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{_math(node, display=True)}</div>\n')
    raise nodes.SkipNode


def _math(node: nodes.Element, *, display: bool) -> str:
    return mathml(node.astext().strip(), display=display)


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("builder-inited", write_lessons)
    app.connect("source-read", read_page)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
