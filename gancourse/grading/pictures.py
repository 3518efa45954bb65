"""The pictures that students put into texts: which are kept, and what stands in for the others.

PNG, JPEG, GIF and WebP are kept where they lie in the notebook, pasted or as ``data:`` addresses.
What can hold scripts (SVG), or what no browser shows everywhere, is not: a line stands in its
place, so that whoever marks the text knows of it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import quote, unquote

from nbformat import NotebookNode

from gancourse.text import is_base64, writable

BEGINNINGS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
"""What the files of each kind that is kept begin with."""

LEFT_OUT = "(A picture stood here that cannot be shown. It is in the file that was handed in.)"

MOST_CHARACTERS = 30_000_000
"""Characters of all pictures that one text shows; one that it shows twice counts twice."""

_DRAWING = re.compile(r"<svg.*?(?:</svg>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MARKDOWN = re.compile(r"!\[([^\[\]]*)\]\(\s*(attachment:|data:)([^()\s]*+)[^()]*+\)")
_DATA = re.compile(r"(image/[\w.+-]+);base64,([A-Za-z0-9+/=]*)")
_SAFE_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def keep_pictures(text: str, attachments: Any) -> tuple[str, NotebookNode, bool]:
    """A text, the pictures that were pasted into it, and whether others had to be left out.

    Args:
        text: Markdown.
        attachments: The field of a cell: names, kinds, data in base64; in no way trusted.
    """
    kept, new_names = _kept(attachments)
    lost = False
    room = MOST_CHARACTERS

    def picture(match: re.Match[str]) -> str:
        nonlocal lost, room
        words, scheme, rest = match.groups()
        if scheme == "attachment:":
            name = new_names.get(unquote(rest))
            room -= sum(map(len, kept[name].values())) if name else 0
            if name and room >= 0:
                return f"![{words}](attachment:{name})"
        elif (data := _DATA.fullmatch(rest)) and (kind := kind_of_picture(data[2])):
            return f"![{words}](data:{kind};base64,{data[2]})"
        lost = True
        return LEFT_OUT

    text, drawings = _DRAWING.subn(LEFT_OUT, _TAG.sub(_as_markdown, text))
    text = _MARKDOWN.sub(picture, _with_quoted_names(text, new_names))
    if kept and not text.strip():
        text = "\n\n".join(f"![](attachment:{name})" for name in kept)
    return text, kept, lost or drawings > 0


def kind_of_picture(data: str) -> str | None:
    """The kind of a picture in base64, by the bytes that it begins with; None if it is not kept."""
    try:
        head = base64.b64decode("".join(data[:80].split())[:32])
    except (binascii.Error, ValueError):
        return None
    return next((kind for kind, begin in BEGINNINGS.items() if begin.match(head)), None)


def _kept(attachments: Any) -> tuple[NotebookNode, dict[str, str]]:
    """The pictures that are kept, and their names by the names that the student's file has."""
    kept, names = NotebookNode(), {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for data in kinds.values() if isinstance(kinds, dict) else ():
            kind = kind_of_picture(data) if isinstance(data, str) and is_base64(data) else None
            if kind:
                safe = _SAFE_NAME.fullmatch(name) and name not in kept
                new = name if safe else f"picture-{len(kept) + 1}.{kind.partition('/')[2]}"
                kept[new] = NotebookNode({kind: data})
                names[writable(str(name))] = new
                break
    return kept, names


def _with_quoted_names(text: str, names: dict[str, str]) -> str:
    """Names with blanks in them, as some editors leave them, without the blanks."""
    for name in names:
        text = text.replace(f"attachment:{name}", f"attachment:{quote(name)}")
    return text


def _as_markdown(tag: re.Match[str]) -> str:
    """A picture in HTML as one in Markdown: the page treats both alike then."""
    values = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag[0])}
    words = re.sub(r"[][\\]", "", values.get("alt", ""))
    address = values.get("src", "").strip()
    if not address.startswith("attachment:"):
        address = "".join(address.split())
    return f"![{words}]({address})" if address else tag[0]
