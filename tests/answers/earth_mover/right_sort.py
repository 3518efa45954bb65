# right: sort().values
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().mean()
