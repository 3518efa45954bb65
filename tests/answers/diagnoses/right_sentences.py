# right: letters with brackets, as in the table
def diagnoses():
    return dict(enumerate(["(e)", "k.", " b", "g)", "M", "a", "l", "f", "c", "i"], start=1))
