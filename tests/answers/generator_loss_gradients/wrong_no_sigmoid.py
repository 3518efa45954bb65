# wrong: the logits are taken for probabilities
# says: sigmoid
import torch


def generator_loss_gradients(logits):
    return -logits, logits - 1
