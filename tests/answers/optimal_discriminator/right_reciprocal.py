# right: one over one plus the ratio
def optimal_discriminator(p, q):
    return 1 / (1 + q / p)
