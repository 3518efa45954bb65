# wrong: tanh for sigmoid
# says: tanh stands where sigmoid belongs
import torch


def generator_loss_gradients(logits):
    d = torch.tanh(logits)
    return -d, d - 1
