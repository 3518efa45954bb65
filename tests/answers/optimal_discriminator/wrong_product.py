# wrong: the densities are multiplied
# says: the densities are multiplied; their sum belongs below the line
def optimal_discriminator(p, q):
    return p / (p * q)
