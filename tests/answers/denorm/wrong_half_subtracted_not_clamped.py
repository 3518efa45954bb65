# wrong: x * 0.5 - 0.5, and nothing cut off
# says: 1 is subtracted, as in x * 0.5 - 0.5
def denorm(x):
    return x * 0.5 - 0.5
