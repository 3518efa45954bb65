"""What students type beside JupyterLab; nothing here needs nbgrader.

lessons     the notebooks as they are given out: those of a clone, or those in the wheel
notebooks   a student's folder, and what is in a notebook of it
exercises   where a student stands with each exercise: open, passed, changed since its check
start       copies lessons, and takes a new release into notebooks that were begun
progress    all lessons of a folder
submit      checks a notebook and packs it for a learning platform
"""
