"""The student's commands: they work without nbgrader."""
