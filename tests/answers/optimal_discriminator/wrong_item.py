# wrong: a Python number
# says: one value for each pair of densities
def optimal_discriminator(p, q):
    return (p / (p + q)).mean().item()
