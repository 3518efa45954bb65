# wrong: one number for all points
# says: no sum or mean over the points
def optimal_discriminator(p, q):
    return (p / (p + q)).mean()
