# right: lets a transposed convolution tell
import torch
from torch import nn


def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    conv = nn.ConvTranspose1d(1, 1, kernel_size, stride, padding)
    return conv(torch.zeros(1, 1, size)).shape[-1]
