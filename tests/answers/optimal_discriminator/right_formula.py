# right: as in the solution
def optimal_discriminator(p, q):
    return p / (p + q)
