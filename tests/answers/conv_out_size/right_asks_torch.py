# right: lets a convolution tell
import torch
from torch import nn


def conv_out_size(size, kernel_size, stride=1, padding=0):
    conv = nn.Conv1d(1, 1, kernel_size, stride, padding)
    return conv(torch.zeros(1, 1, size)).shape[-1]
