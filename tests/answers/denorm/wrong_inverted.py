# wrong: black and white exchanged
# says: black and white are exchanged
def denorm(x):
    return ((1 - x) / 2).clamp(0, 1)
