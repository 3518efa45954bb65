# wrong: the densities normalised first
# says: normalised first
def optimal_discriminator(p, q):
    p, q = p / p.sum(), q / q.sum()
    return p / (p + q)
