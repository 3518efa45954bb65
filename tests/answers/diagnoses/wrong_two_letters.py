# wrong: two letters for a patient
# says: got 'm, n' for patient 5
def diagnoses():
    return {1: "e", 2: "k", 3: "b", 4: "g", 5: "m, n", 6: "a", 7: "l", 8: "f", 9: "c", 10: "i"}
