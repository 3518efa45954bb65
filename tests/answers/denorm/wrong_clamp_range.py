# wrong: clamped to the range it came from
# says: clamped to [-1, 1]
def denorm(x):
    return ((x + 1) / 2).clamp(-1, 1)
