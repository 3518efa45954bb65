# wrong: fog taken for a generator without an optimizer
# says: G's first step would have the length 0
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "j",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
