# wrong: normalised once more
# says: that is the way there
def denorm(x):
    return ((x - 0.5) / 0.5).clamp(0, 1)
