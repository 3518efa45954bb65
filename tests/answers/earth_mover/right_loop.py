# right: pair by pair
def earth_mover(a, b):
    pairs = zip(a.sort().values, b.sort().values, strict=True)
    return sum((x - y).abs() for x, y in pairs) / len(a)
