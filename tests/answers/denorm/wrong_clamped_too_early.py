# wrong: clamped to [0, 1] before scaling
# says: clamped first
def denorm(x):
    return (x.clamp(0, 1) + 1) / 2
