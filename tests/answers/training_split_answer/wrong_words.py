# wrong: the answer in words, without its letter
# says: the answer's letter alone is asked for
def training_split_answer():
    return "the third one"
