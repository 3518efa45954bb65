# wrong: twice the share: p over the average
# says: twice the share
def optimal_discriminator(p, q):
    return p / ((p + q) / 2)
