# right: the letter with its bracket, as it stands in the question
def training_split_answer():
    return "b)"
