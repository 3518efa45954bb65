# wrong: the critic's loss
# says: that is a critic's loss
def verdict_loss(logits, target):
    return -logits.mean() if target else logits.mean()
