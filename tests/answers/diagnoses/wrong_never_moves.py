# wrong: a discriminator that stands still taken for a too small learning rate
# says: far shorter than
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
        10: "g",
    }
