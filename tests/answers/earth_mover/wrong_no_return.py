# wrong: no return
# says: computed but not returned
def earth_mover(a, b):
    (a.sort().values - b.sort().values).abs().mean()
