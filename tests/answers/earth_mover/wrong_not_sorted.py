# wrong: not sorted
# says: nothing is sorted
def earth_mover(a, b):
    return (a - b).abs().mean()
