# wrong: // where / was meant
# says: //
def optimal_discriminator(p, q):
    return p // (p + q)
