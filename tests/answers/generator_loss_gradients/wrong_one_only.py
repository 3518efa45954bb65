# wrong: only the first is returned
# says: a tensor of shape (2, 3)
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -d
