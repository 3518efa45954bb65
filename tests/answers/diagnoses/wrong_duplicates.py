# wrong: two patients get the same letter
# says: No two have the same letter, but patient 4 has it too
def diagnoses():
    return {1: "e", 2: "k", 3: "b", 4: "g", 5: "m", 6: "a", 7: "l", 8: "f", 9: "c", 10: "g"}
