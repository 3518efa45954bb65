# wrong: p is changed in place
# says: an in-place operation
def optimal_discriminator(p, q):
    p /= p + q
    return p
