# wrong: the two exchanged
# says: they are exchanged
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -(1 - d), -d
