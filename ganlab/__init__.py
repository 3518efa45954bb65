"""What the lessons import: data, networks, losses, drawing, and the run-time set-up.

Import the part you need, like ``from ganlab.runtime import setup`` or ``from ganlab import draw``.
Importing any part changes nothing: no seed, no thread count, no plotting style.
"""
