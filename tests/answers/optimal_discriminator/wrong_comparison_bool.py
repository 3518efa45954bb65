# wrong: True and False
# says: p compared with q
def optimal_discriminator(p, q):
    return p > q
