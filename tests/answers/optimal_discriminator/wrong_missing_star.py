# wrong: brackets that call a tensor
# says: brackets behind a value call it as a function
def optimal_discriminator(p, q):
    return p(p + q)
