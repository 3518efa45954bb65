# wrong: a negative distance
# says: work is not negative
def earth_mover(a, b):
    return -(a.sort().values - b.sort().values).abs().mean()
