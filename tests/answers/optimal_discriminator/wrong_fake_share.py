# wrong: the share of the fakes
# says: the share of the fakes
def optimal_discriminator(p, q):
    return q / (p + q)
