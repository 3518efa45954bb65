# wrong: equal fakes taken for equal noise
# says: a first spread of 0
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "c",
    }
