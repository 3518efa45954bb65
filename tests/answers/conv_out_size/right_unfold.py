# right: Tensor.unfold
import torch


def conv_out_size(size, kernel_size, stride=1, padding=0):
    return torch.zeros(size + 2 * padding).unfold(0, kernel_size, stride).size(0)
