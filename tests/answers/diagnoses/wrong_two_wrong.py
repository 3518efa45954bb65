# wrong: two are exchanged
# says: 8 right ones
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "l",
        6: "a",
        7: "m",
        8: "f",
        9: "c",
        10: "i",
    }
