# wrong: p alone
# says: the fakes' density q must count too
def optimal_discriminator(p, q):
    return p
