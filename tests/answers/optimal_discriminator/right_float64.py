# right: computed in double precision
def optimal_discriminator(p, q):
    p, q = p.double(), q.double()
    return p / (p + q)
