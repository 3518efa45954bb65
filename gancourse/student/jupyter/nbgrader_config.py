"""What nbgrader's Validate button does in a student's JupyterLab."""

from gancourse.course.tidy import SKIP_TAG

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - nbgrader defines it


def show_whole_message(cell, cell_index, execute_reply):
    """Put a check's whole message where nbgrader takes an error's text from."""
    for output in cell.outputs:
        if output.output_type == "error" and "\n" in output.evalue:
            output.traceback = output.evalue.splitlines()


c.Execute.skip_cells_with_tag = SKIP_TAG
c.Execute.on_cell_error = show_whole_message
