# wrong: the other sorted
# says: only one of the two is sorted
def earth_mover(a, b):
    return (a - b.sort().values).abs().mean()
