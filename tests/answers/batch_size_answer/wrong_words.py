# wrong: the answer in words, without its letter
# says: the answer's letter alone is asked for
def batch_size_answer():
    return "the third one"
