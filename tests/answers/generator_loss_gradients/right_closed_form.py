# right: the two formulas
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -d, d - 1
