"""The teacher's program."""
