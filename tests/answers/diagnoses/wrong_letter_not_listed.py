# wrong: a letter that is not in the list
# says: stands in front of the cause
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "z",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
