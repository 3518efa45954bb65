# wrong: a method that tensors do not have
# says: tensors have no method of this name
def optimal_discriminator(p, q):
    return p.divide(p.plus(q))
