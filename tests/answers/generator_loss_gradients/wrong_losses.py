# wrong: the losses themselves
# says: the loss log(1 - D) itself
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    return torch.log(1 - d), -torch.log(d)
