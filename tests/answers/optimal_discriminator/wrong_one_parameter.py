# wrong: q is missing
# says: q is missing
def optimal_discriminator(p):
    return p / (p + 1)
