# wrong: a number where a letter is asked for
# says: one letter in quotes
def batch_size_answer():
    return 3
