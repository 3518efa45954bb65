# wrong: the mean of indices
# says: are these the points, or their indices
def earth_mover(a, b):
    return (a.argsort() - b.argsort()).abs().mean()
