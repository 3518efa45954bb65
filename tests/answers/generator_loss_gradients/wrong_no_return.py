# wrong: a forgotten return
# says: a forgotten return
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    gradients = -d, -(1 - d)
