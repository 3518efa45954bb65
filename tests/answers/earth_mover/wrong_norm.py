# wrong: the norm of the ways
# says: the ways are squared
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).norm()
