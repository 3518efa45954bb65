# right: topk of all
def earth_mover(a, b):
    return (a.topk(len(a)).values - b.topk(len(b)).values).abs().mean()
