# wrong: a name of another module
# says: its argument `logits` is unused
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(a)
    return -d, d - 1
