# wrong: the ratio
# says: that is p / q
def optimal_discriminator(p, q):
    return p / q
