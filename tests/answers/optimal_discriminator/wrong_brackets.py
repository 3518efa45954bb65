# wrong: brackets are missing
# says: a missing pair of brackets: p / p + q
def optimal_discriminator(p, q):
    return p / p + q
