# wrong: a minus in the denominator
# says: a minus in the denominator
def optimal_discriminator(p, q):
    return p / (p - q)
