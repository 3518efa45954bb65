# wrong: the same letter for all
# says: 1 right one
def diagnoses():
    return {patient: "a" for patient in range(1, 11)}
