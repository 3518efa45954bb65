# wrong: 1 is added after the division, nothing is cut off
# says: 1 is added after the division
def denorm(x):
    return x / 2 + 1
