# wrong: a sigmoid too many taken for exchanged arguments
# says: fall below 0
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "e",
        9: "c",
        10: "i",
    }
