"""nbgrader's view of the course; ``nbgrader`` and ``gancourse`` both read it."""

from nbgrader import preprocessors as stock

from gancourse.grading import preprocessors as ours
from gancourse.grading.by_hand import SaveGrades
from gancourse.grading.scheme import ShowScheme

c = get_config()  # noqa: F821 - nbgrader defines it

# A server such as PostgreSQL refuses a gradebook of a course without a name.
c.CourseDirectory.course_id = "gans"

# Where things are. A lesson is an assignment with one notebook of the same name.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    "feedback",
    "data",  # what lessons write while they run
    "output",
    "*.pt",
    "grading.json",  # the inputs of a student's checks: not for the pages that students get
]

# Release. The marking scheme goes before the checksum: an untouched free answer is recognised.
c.ClearSolutions.code_stub = {
    "python": "# YOUR CODE HERE\n"
    'raise NotImplementedError("Replace this line with your code, then run the cell again.")'
}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
c.ClearMarkScheme.enforce_metadata = False
c.GenerateAssignment.preprocessors = [
    stock.LockCells,
    stock.ClearSolutions,
    stock.ClearMarkScheme,
    stock.ClearOutput,
    stock.CheckCellMetadata,
    stock.ComputeChecksums,
    stock.SaveCells,
    stock.ClearHiddenTests,
    stock.ComputeChecksums,
    stock.CheckCellMetadata,
    ours.TidyRelease,
]

# Where the course is published: links in the lessons, in README and on the site lead there.
c.TidyRelease.repository = "gans-in-notebooks/gans-in-notebooks"

# Grading: repair, run, judge, record.
c.Autograde.exporter_class = ours.SubmissionExporter
c.Autograde.sanitize_preprocessors = [
    ours.RepairSubmission,
    stock.ClearOutput,
    stock.DeduplicateIds,
    stock.OverwriteKernelspec,
    stock.OverwriteCells,
    stock.CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    ours.MarkSubmission,
    stock.LimitOutput,
    SaveGrades,
    stock.AssignLatePenalties,
    stock.CheckCellMetadata,
    ours.ShowRemarks,
]

# Marking by hand: formgrader shows the marking scheme, and no other page does.
c.HTMLExporter.preprocessors = [ShowScheme]

# Pages for students, also those that formgrader makes.
c.GenerateFeedback.exporter_class = "gancourse.grading.feedback.StudentPage"

# nbgrader's exchange: no links are followed; pages go to those who handed in there. docs/hub.md.
c.ExchangeFactory.collect = "gancourse.grading.exchange.Collect"
c.ExchangeFactory.release_feedback = "gancourse.grading.exchange.ReleaseFeedback"

# What a submission may use: `c.Limits.cell_seconds = 60` and so on; docs/grading.md lists them all.
