# wrong: two letters
# says: one letter in quotes
def training_split_answer():
    return "ab"
