# wrong: abs after the mean
# says: abs() is missing, or comes after the mean
def earth_mover(a, b):
    return (a.mean() - b.mean()).abs()
