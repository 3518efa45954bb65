# wrong: Python's sorted
# says: sorted() makes a list
def earth_mover(a, b):
    return (sorted(a) - sorted(b)).abs().mean()
