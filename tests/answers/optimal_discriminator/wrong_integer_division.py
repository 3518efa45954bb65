# wrong: // where / was meant
# says: // rounds down
def optimal_discriminator(p, q):
    return p // (p + q)
