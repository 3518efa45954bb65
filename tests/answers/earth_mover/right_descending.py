# right: from the largest
def earth_mover(a, b):
    return (a.sort(descending=True)[0] - b.sort(descending=True)[0]).abs().sum() / len(a)
