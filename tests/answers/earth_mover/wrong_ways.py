# wrong: all ways
# says: their mean is asked for
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs()
