# wrong: answer a
# says: another letter
def training_split_answer():
    return "a"
