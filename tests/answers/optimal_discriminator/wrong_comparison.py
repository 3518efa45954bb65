# wrong: a yes or no
# says: p compared with q
def optimal_discriminator(p, q):
    return (p > q).float()
