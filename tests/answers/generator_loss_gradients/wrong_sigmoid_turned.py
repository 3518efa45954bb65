# wrong: the sign in the sigmoid
# says: sigmoid(a) is 1 / (1 + exp(-a))
import torch


def generator_loss_gradients(logits):
    d = 1 / (1 + torch.exp(logits))
    return -d, d - 1
