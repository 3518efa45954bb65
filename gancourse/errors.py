"""The one error that the teacher's program expects."""


class CourseError(Exception):
    """Something the user can put right. The text is one clear sentence, fit to be printed."""
