# wrong: opposite orders
# says: sort both in the same direction
def earth_mover(a, b):
    return (a.sort().values - b.sort(descending=True).values).abs().mean()
