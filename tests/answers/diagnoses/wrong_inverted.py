# wrong: letters are the keys
# says: patient and letter have changed places
def diagnoses():
    return {"e": 1, "k": 2, "b": 3, "g": 4, "m": 5, "a": 6, "l": 7, "f": 8, "c": 9, "i": 10}
