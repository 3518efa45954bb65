# wrong: on the processor
# says: a tensor is made on the processor
def earth_mover(a, b):
    return (a.cpu().sort().values - b.cpu().sort().values).abs().mean()
