# wrong: all pairs
# says: all pairs are averaged
def earth_mover(a, b):
    return (a[:, None] - b).abs().mean()
