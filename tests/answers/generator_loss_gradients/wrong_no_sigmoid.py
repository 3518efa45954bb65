# wrong: the logits are taken for probabilities
# says: D = sigmoid(a)
def generator_loss_gradients(logits):
    return -logits, logits - 1
