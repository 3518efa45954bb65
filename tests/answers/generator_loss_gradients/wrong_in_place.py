# wrong: the caller's logits become probabilities
# says: changes the caller's tensor


def generator_loss_gradients(logits):
    d = logits.sigmoid_()
    return -d, d - 1
