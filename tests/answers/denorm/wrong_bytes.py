# wrong: scaled to 255
# says: scaled to 255
def denorm(x):
    return ((x + 1) / 2).clamp(0, 1) * 255
