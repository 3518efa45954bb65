# wrong: a forgotten return
# says: a forgotten return
def optimal_discriminator(p, q):
    best = p / (p + q)
