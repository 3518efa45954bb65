# right: the two rows of one tensor
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return torch.stack([-d, -(1 - d)])
