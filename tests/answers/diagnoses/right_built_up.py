# right: filled one by one
def diagnoses():
    found = {}
    for patient, letter in zip(range(10, 0, -1), "icflamgbke"):
        found["Patient " + str(patient)] = letter
    return found
