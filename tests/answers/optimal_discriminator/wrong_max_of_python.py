# wrong: max of Python on tensors
# says: need one answer, a tensor gives one for each element
def optimal_discriminator(p, q):
    return max(p, q) / (p + q)
