# wrong: twice the share: p over the average
# says: average
def optimal_discriminator(p, q):
    return p / ((p + q) / 2)
