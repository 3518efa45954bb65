# wrong: a formula that nobody knows
# says: got 0.184 there
def optimal_discriminator(p, q):
    return p.sin() / (p + 3 * q)
