# right: the letter
def batch_size_answer():
    return "c"
