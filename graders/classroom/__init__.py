"""The teacher's side of the course: release the notebooks, repair and grade what comes back.

One module for each job. Nothing heavy is imported here, so that a command line starts quickly.

- ``release``: student notebooks from the solutions, and the proof that nothing leaks
- ``execution``: runs the solutions, so that a reader sees the pictures
- ``doctor``: repairs a handed-in notebook, without running it
- ``preprocessors``: what nbgrader calls while it releases and grades
- ``grading``: a whole class into the gradebook
- ``demo``: a made-up class of six, from release to grades
"""


class CourseError(Exception):
    """Something the user can put right. The text is one clear sentence, fit to be printed."""
