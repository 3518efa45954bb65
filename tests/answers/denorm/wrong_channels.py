# wrong: statistics of shape (1, 1, 1), as for an image
# says: got a tensor of shape (1, 3, 6)
import torch


def denorm(x):
    mean = std = torch.full((1, 1, 1), 0.5)
    return (x * std + mean).clamp(0, 1)
