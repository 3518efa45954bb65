# wrong: a D that is fooled taken for one that stands still
# says: D's first step
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "i",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
