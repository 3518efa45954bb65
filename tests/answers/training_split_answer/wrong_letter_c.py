# wrong: answer c
# says: another letter
def training_split_answer():
    return "c"
