# right: argsort
def earth_mover(a, b):
    return (a[a.argsort()] - b[b.argsort()]).abs().mean()
