# wrong: a string of letters
# says: a dict says which letter belongs to which patient
def diagnoses():
    return "ekbgmalfci"
