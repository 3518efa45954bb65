# wrong: a stuck generator taken for one that wants to be caught
# says: both losses would go to 0
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "k",
        9: "c",
        10: "i",
    }
