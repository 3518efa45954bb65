# wrong: if on a whole tensor
# says: need one answer, a tensor gives one for each element
def optimal_discriminator(p, q):
    if p > q:
        return p
    return q
