# wrong: derived with respect to D, not a
# says: the derivative with respect to D
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -1 / (1 - d), -1 / d
