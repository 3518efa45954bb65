# right: one minus the share of the fakes
def optimal_discriminator(p, q):
    return 1 - q / (q + p)
