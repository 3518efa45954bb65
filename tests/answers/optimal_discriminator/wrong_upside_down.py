# wrong: the reciprocal
# says: upside down: that is (p + q) / p
def optimal_discriminator(p, q):
    return (p + q) / p
