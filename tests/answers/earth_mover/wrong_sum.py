# wrong: the sum of the ways
# says: the ways are added up
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().sum()
