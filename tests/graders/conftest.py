"""An IPython that calls itself the kernel of a notebook."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture
def shell(monkeypatch):
    main = sys.modules["__main__"]  # a shell puts a module of its own there
    shell = InteractiveShell.instance(colors="nocolor")
    shell.reset()
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    yield shell
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main
