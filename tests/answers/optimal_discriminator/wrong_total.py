# wrong: divided by the total over all points
# says: divided by the total over all points
def optimal_discriminator(p, q):
    return p / (p + q).sum()
