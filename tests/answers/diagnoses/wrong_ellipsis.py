# wrong: the template with its dots
# says: got '…' for patient 2
def diagnoses():
    return {1: "e", 2: "…", 3: "…", 4: "…", 5: "…", 6: "…", 7: "…", 8: "…", 9: "…", 10: "…"}
