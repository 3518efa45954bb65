# wrong: x itself is changed
# says: an operation in place
def denorm(x):
    x += 1
    x /= 2
    return x.clamp_(0, 1)
