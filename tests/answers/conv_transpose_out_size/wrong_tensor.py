# wrong: a tensor
# says: a tensor is no int
import torch


def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return torch.tensor((size - 1) * stride - 2 * padding + kernel_size)
