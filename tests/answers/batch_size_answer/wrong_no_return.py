# wrong: a forgotten return
# says: a forgotten return
def batch_size_answer():
    answer = "c"
