# wrong: an empty dict
# says: every patient is ill
def diagnoses():
    return {}
