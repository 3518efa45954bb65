"""The teacher's program."""

import sys

# nbformat imports jsonschema, and that a grammar of web addresses, which takes a second to build in
# each of our processes. No notebook's schema asks for it, and jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # None: cannot be imported
