# wrong: without abs
# says: abs() is missing
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).mean()
