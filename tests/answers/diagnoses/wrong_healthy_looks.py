# wrong: a leak taken for a sigmoid too many
# says: would not fit D's verdict
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "f",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
