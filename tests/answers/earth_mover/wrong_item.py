# wrong: a Python number
# says: cuts the distance off from the points
def earth_mover(a, b):
    return (a.sort().values - b.sort().values).abs().mean().item()
