"""How Sphinx makes the site of these pages: ``make docs``."""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ext"))

import course  # noqa: E402 - docs/ext/course.py

PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "GANs in notebooks"
author = PROJECT["authors"][0]["name"]
release = PROJECT["version"]
copyright = f"{author}. Text and pictures: CC BY 4.0. Code: BSD-3-Clause"

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_nb", "course"]
exclude_patterns = ["_build", "ext", "play/*"]
html_extra_path = [str(path) for path in HERE.glob("play") if path.is_dir()]

# Pages and notebooks. A notebook is shown as it is stored: nothing runs.
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_heading_anchors = 4
nb_execution_mode = "off"
highlight_language = "text"
html_math_renderer = "mathml"

# The reference, from docstrings.
autodoc_inherit_docstrings = False  # those of torch are not ours
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True
napoleon_use_ivar = True
napoleon_use_rtype = False
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [(r"py:.*", r".*")]  # most types are those of other projects

html_theme = "pydata_sphinx_theme"
html_title = project
html_favicon = "pictures/favicon.png"
html_static_path = ["_static", "pictures/walk.webp", "pictures/walk.png"]
html_css_files = ["course.css"]
html_js_files = [("course.js", {"defer": "defer"})]
html_use_index = False
html_domain_indices = False
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {"index": []}
html_theme_options = {
    "icon_links": [
        {
            "name": "GitHub",
            "url": f"https://github.com/{course.REPOSITORY}",
            "icon": "fa-brands fa-github",
        }
    ],
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "footer_start": ["copyright"],
    "footer_end": [],
}
