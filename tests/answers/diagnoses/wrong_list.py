# wrong: a list instead of a dict
# says: a dict says
def diagnoses():
    return list("ekbgmalfci")
