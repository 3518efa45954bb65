"""nbgrader's view of the course; ``nbgrader`` and ``gancourse`` both read it."""

from nbgrader import preprocessors as stock

from graders.classroom import preprocessors as ours

c = get_config()  # noqa: F821 - nbgrader defines it

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
    ours.ExecuteSubmission,
    ours.JudgeChecks,
    stock.LimitOutput,
    stock.SaveAutoGrades,
    stock.AssignLatePenalties,
    stock.CheckCellMetadata,
    ours.ShowRemarks,
]

# Running a submission: seconds a cell; cells that train are skipped; the kernel is ended at once
# and keeps its advice about encryption, which is of no use here, to itself.
c.Execute.timeout = 30
c.Execute.skip_cells_with_tag = "skip-grading"
c.Execute.shutdown_kernel = "immediate"
c.Execute.extra_arguments = ["--log-level=ERROR"]
