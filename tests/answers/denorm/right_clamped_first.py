# right: cut off at -1 and 1 first, then scaled
def denorm(x):
    return (x.clamp(-1, 1) + 1) / 2
