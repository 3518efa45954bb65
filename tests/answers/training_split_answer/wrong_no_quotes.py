# wrong: the quotes are missing
# says: quotes
def training_split_answer():
    return b
