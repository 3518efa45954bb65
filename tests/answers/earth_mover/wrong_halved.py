# wrong: halved
# says: halved
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().mean() / 2
