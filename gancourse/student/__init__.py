"""What students type; nothing here needs nbgrader.

From the course to a platform:

    lessons     the notebooks as they are given out: those of a clone, or those in the wheel
    notebooks   a student's folder, and what is in a notebook of it
    start       copies lessons, and takes a new release into notebooks that were begun
    lab         opens JupyterLab on a lesson, without the teacher's tools
    exercises   where a student stands with each exercise: open, passed, changed since its check
    progress    all lessons of a folder
    submit      checks a notebook and packs it for a learning platform
"""
