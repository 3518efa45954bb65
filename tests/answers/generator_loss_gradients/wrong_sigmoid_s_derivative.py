# wrong: the derivative of the sigmoid alone
# says: that is sigmoid's own derivative
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return d * (1 - d), d * (1 - d)
