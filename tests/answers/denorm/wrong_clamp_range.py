# wrong: clamped to the range it came from
# says: clamp(-1, 1) does not
def denorm(x):
    return ((x + 1) / 2).clamp(-1, 1)
