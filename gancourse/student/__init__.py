"""What students type beside JupyterLab; nothing here needs nbgrader.

lessons    the notebooks as they are given out: those of a clone, or those in the wheel
"""
