# right: a list of two
import torch


def generator_loss_gradients(logits):
    return [-logits.sigmoid(), -torch.sigmoid(-logits)]
