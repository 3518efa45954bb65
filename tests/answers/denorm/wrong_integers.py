# wrong: converted to bytes
# says: pixels are fractions
def denorm(x):
    return (((x + 1) / 2).clamp(0, 1) * 255).byte()
