# wrong: answer d
# says: another letter
def batch_size_answer():
    return "d"
