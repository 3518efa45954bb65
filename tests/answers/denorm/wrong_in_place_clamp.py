# wrong: x itself is cut off
# says: an operation in place
def denorm(x):
    return (x.clamp_(-1, 1) + 1) / 2
