"""What nbgrader's formgrader is told; the course's own nbgrader_config.py is read after it."""

import os

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - nbgrader defines it

c.CourseDirectory.root = os.getcwd()  # whatever the user's own settings say
c.ExchangeFactory.list = "gancourse.grading.exchange.ListExchange"  # no warning where there is none
c.FormgradeExtension.debug = False  # no settings at the top of the page
