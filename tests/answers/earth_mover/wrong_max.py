# wrong: the longest way
# says: that is the longest way
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().max()
