# wrong: root of the mean square
# says: the ways are squared
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).square().mean().sqrt()
