# wrong: absolute values of points
# says: the difference comes first
def earth_mover(a, b):
    return (a.abs().sort().values - b.abs().sort().values).abs().mean()
