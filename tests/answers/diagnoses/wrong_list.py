# wrong: a list instead of a dict
# says: a dict with a letter
def diagnoses():
    return list("ekbgmalfci")
