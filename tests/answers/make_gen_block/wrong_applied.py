# wrong: the layers are applied to a batch
# says: it is asked to return them
import torch
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    x = torch.randn(1, in_channels, 8, 8)
    x = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)(x)
    if final_layer:
        return torch.tanh(x)
    return torch.relu(nn.BatchNorm2d(out_channels)(x))
