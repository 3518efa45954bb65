# wrong: the quotes are missing
# says: a letter in quotes
def diagnoses():
    return {1: e, 2: k}
