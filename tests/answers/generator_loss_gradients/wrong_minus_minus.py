# wrong: the second minus turns the sign of D
# says: -(1 - D) is D - 1
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return -d, -1 - d
