# wrong: clamp returns a new tensor, which is thrown away
# says: clamp(0, 1) is missing
def denorm(x):
    out = (x + 1) / 2
    out.clamp(0, 1)
    return out
