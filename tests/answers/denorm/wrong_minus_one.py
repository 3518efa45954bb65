# wrong: the sign of the 1
# says: 1 is subtracted
def denorm(x):
    return ((x - 1) / 2).clamp(0, 1)
