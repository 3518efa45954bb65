# wrong: the verdict rounded to 0 or 1
# says: 0 or 1
def optimal_discriminator(p, q):
    return (p / (p + q)).round()
