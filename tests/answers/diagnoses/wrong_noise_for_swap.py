# wrong: equal fakes taken for equal noise, first patient
# says: patient 1
def diagnoses():
    return {
        1: "c",
        2: "k",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
