# wrong: a forgotten return
# says: a forgotten return
def diagnoses():
    found = dict(enumerate("ekbgmalfci", start=1))
