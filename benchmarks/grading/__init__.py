"""How long grading takes, beside nbgrader and otter-grader."""
