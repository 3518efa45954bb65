# wrong: few classes taken for one class in the data
# says: one and the same digit
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "d",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "f",
        9: "c",
        10: "i",
    }
