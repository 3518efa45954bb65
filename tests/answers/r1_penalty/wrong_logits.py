# wrong: the logits instead of their slopes
# says: the logits themselves are squared
def r1_penalty(disc, real):
    return disc(real).square().mean()
