# wrong: one patient is forgotten
# says: none is left out
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
