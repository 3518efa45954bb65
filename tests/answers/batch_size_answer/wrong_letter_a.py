# wrong: answer a
# says: another letter
def batch_size_answer():
    return "a"
