# wrong: the second part of sort()
# says: argsort gives indices
def earth_mover(a, b):
    return (a.sort()[1] - b.sort()[1]).float().abs().mean()
