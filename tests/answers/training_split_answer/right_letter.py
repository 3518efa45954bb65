# right: the letter
def training_split_answer():
    return "b"
