# wrong: in units of the spread
# says: divided by the spread
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().mean() / b.std()
