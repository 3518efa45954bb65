# wrong: a method without its brackets
# says: a function stands in a calculation without its brackets
def optimal_discriminator(p, q):
    return p / (p + q).sum
