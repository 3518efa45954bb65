# wrong: two letters
# says: one letter in quotes
def batch_size_answer():
    return "ac"
