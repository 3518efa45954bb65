# wrong: it calls itself
# says: a function calls itself without end
def optimal_discriminator(p, q):
    return optimal_discriminator(p, q)
