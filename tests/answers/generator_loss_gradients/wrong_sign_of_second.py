# wrong: the sign of the second is missing
# says: the sign is missing
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -d, 1 - d
