# wrong: a forgotten return
# says: a forgotten return
def training_split_answer():
    answer = "b"
