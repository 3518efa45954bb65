# wrong: one side
# says: that is one side alone
import torch


def count_pixels(height, width):
    return len(torch.zeros(height, width))
