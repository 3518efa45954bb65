# wrong: few classes taken for a leak
# says: two gradients would reach G
def diagnoses():
    return {
        1: "e",
        2: "k",
        3: "b",
        4: "g",
        5: "m",
        6: "a",
        7: "l",
        8: "m",
        9: "c",
        10: "i",
    }
