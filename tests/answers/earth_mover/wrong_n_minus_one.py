# wrong: divided by n - 1
# says: divided by n - 1
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().sum() / max(len(a) - 1, 1)
