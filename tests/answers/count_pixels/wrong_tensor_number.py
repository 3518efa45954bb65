# wrong: a tensor with one number
# says: a tensor of shape ()
import torch


def count_pixels(height, width):
    return torch.tensor(height) * width
