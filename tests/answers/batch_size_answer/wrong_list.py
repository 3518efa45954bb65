# wrong: the letter in a list
# says: one letter is asked for, without a list or tuple around it
def batch_size_answer():
    return ["c"]
