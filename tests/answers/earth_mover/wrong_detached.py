# wrong: without a history
# says: cuts the distance off from the points
def earth_mover(a, b):
    return (a.detach().sort().values - b.sort().values).abs().mean()
