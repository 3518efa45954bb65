# wrong: a number where a letter is asked for
# says: one letter in quotes
def training_split_answer():
    return 2
