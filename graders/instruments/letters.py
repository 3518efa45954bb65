"""Answers that are one letter of a list: the right one is kept as a hash.

So nobody reads the right letter by a look at the check's code. Letters are few: whoever writes a
loop over all of them finds it. A new hash is made by ``hashed("batch_size_answer", "x")``.
"""

from __future__ import annotations

import hashlib


def hashed(place: str, letter: str) -> str:
    """The hash of a letter: 12 hexadecimal digits.

    Args:
        place: Which question it answers, so that one letter has other hashes elsewhere.
        letter: A small letter.
    """
    return hashlib.sha256(f"{place}: {letter}".encode()).hexdigest()[:12]
