# wrong: a Python number
# says: one tensor is asked for, with a value for each pair of densities
def optimal_discriminator(p, q):
    return (p / (p + q)).mean().item()
