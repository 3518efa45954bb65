"""What a check raises, and how IPython shows it."""

from __future__ import annotations

from graders.core import message
from graders.core.show import display
from graders.core.verdict import Verdict


class _Failure(Exception):
    """What a check raises. Its text is the whole message.

    Attributes:
        verdict: The verdict that it is raised for.
    """

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(message.text(verdict))
        self.verdict = verdict
        self._shown = False

    def _render_traceback_(self) -> list[str]:
        """Show the verdict in IPython, which then prints the lines returned as the error."""
        if not self._shown:  # IPython renders an error once more, for its history
            self._shown = True
            display(self.verdict)
        return [message.title(self.verdict)]


class CheckFailed(_Failure, AssertionError):
    """The answer was looked at and something is wrong with it; the text says what."""


class NotAttempted(_Failure):
    """The answer cell still holds the stub that the course put there."""
