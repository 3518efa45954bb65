# wrong: answer d
# says: another letter
def training_split_answer():
    return "d"
