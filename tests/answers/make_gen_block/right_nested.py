# right: Sequentials in a Sequential, with extend
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    block = nn.Sequential()
    block.append(
        nn.Sequential(
            nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
        )
    )
    tail = (
        [nn.Tanh()] if final_layer else [nn.BatchNorm2d(num_features=out_channels), nn.ReLU(True)]
    )
    return block.extend(nn.Sequential(*tail))
