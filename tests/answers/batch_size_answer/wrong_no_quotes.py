# wrong: the quotes are missing
# says: quotes
def batch_size_answer():
    return c
