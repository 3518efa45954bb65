# wrong: what sort() gives
# says: x.sort() gives two tensors
def earth_mover(a, b):
    return (a.sort() - b.sort()).abs().mean()
