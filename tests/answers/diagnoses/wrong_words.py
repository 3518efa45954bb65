# wrong: a word instead of a letter
# says: stands in front of the cause
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "leak",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
