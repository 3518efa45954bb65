# wrong: the median way
# says: that is the median
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().median()
