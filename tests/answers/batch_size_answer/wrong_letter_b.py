# wrong: answer b
# says: another letter
def batch_size_answer():
    return "b"
