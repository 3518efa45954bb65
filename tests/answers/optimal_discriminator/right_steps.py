# right: in steps, with a helper
def share(part, whole):
    return part / whole


def optimal_discriminator(p, q):
    total = p + q
    return share(p, total)
