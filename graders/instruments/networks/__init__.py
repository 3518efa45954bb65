"""Looks at networks: their layers, their outputs, how they start."""
