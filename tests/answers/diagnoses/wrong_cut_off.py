# wrong: a stuck generator taken for one without gradient
# says: no gradient would reach G
def diagnoses():
    return {
        1: "e",
        2: "n",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
