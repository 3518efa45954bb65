# right: a lambda
optimal_discriminator = lambda p, q: p / (p + q)
