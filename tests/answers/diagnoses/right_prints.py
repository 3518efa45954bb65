# right: looks at a reading first
def diagnoses():
    found = {i + 1: c for i, c in enumerate("ekbgmalfci")}
    print(found)
    return found
