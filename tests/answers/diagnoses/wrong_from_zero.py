# wrong: numbered from 0
# says: numbered from 1 to 10
def diagnoses():
    return {
        0: "e",
        1: "k",
        2: "b",
        3: "g",
        4: "m",
        5: "a",
        6: "l",
        7: "f",
        8: "c",
        9: "i",
    }
