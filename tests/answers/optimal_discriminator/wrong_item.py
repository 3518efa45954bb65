# wrong: a Python number
# says: a tensor of shape
def optimal_discriminator(p, q):
    return (p / (p + q)).mean().item()
