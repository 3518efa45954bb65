# wrong: one sorted
# says: only one of the two is sorted
def earth_mover(a, b):
    return (a.sort().values - b).abs().mean()
