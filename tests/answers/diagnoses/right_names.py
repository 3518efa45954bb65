# right: the names of the patients as keys
def diagnoses():
    return {
        "patient 1": "e",
        "patient 2": "k",
        "patient 3": "b",
        "patient 4": "g",
        "patient 5": "m",
        "patient 6": "a",
        "patient 7": "l",
        "patient 8": "f",
        "patient 9": "c",
        "patient 10": "i",
    }
