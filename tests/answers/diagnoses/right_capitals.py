# right: capital letters with brackets
def diagnoses():
    return {
        1: "E)",
        2: "K)",
        3: "B)",
        4: "G)",
        5: "M)",
        6: "A)",
        7: "L)",
        8: "F)",
        9: "C)",
        10: "I)",
    }
