# wrong: indices in the place of points
# says: argsort gives indices
def earth_mover(a, b):
    return (a.argsort() - b.argsort()).float().abs().mean()
