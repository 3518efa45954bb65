# wrong: q is missing
# says: it takes (p), but the exercise asks for
def optimal_discriminator(p):
    return p / (p + 1)
