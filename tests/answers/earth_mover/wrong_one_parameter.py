# wrong: one parameter
# says: b is missing
def earth_mover(a):
    return a.sort().values.diff().abs().mean()
