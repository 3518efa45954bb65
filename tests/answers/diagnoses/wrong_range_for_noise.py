# wrong: grey fakes taken for a wrong range
# says: the pixels of the reals would not fill
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
        9: "a",
        10: "i",
    }
