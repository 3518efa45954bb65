# wrong: a variable that gets its value later
# says: a variable is read before it has a value
def optimal_discriminator(p, q):
    if p.sum() < 0:
        best = p / (p + q)
    return best
