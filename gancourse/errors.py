"""The teacher's side of the course: release the notebooks, repair and grade what comes back.

One module for each job. Nothing heavy is imported here, so that a command line starts quickly.

- ``release``: student notebooks from the solutions, and the proof that nothing leaks
- ``execution``: runs the solutions, so that a reader sees the pictures
- ``doctor``: repairs a handed-in notebook, without running it
- ``jobs``: a submission to be marked, and its marks: plain data
- ``marking``: one submission: repaired, run in the sandbox, judged outside of it
- ``reading``: the text of a handed-in file, however large its outputs are
- ``pool``: many at a time, in processes or on a dask scheduler
- ``importing``: the one writer of the gradebook
- ``feedback``, ``page``: the pages that students get back
- ``grading``: a whole class: plan, progress, results
- ``checking``: one notebook, without a gradebook
- ``preprocessors``: what nbgrader calls while it releases and grades
- ``demo``: a made-up class of six, from release to grades
"""


class CourseError(Exception):
    """Something the user can put right. The text is one clear sentence, fit to be printed."""
