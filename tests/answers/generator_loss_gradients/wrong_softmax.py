# wrong: softmax for sigmoid
# says: softmax makes the logits compete
import torch


def generator_loss_gradients(logits):
    d = torch.softmax(logits, -1)
    return -d, d - 1
