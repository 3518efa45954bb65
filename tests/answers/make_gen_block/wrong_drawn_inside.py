# wrong: the block draws DCGAN's first weights itself
# says: the weights are set by hand
from torch import nn


def make_gen_block(
    in_channels, out_channels, kernel_size=4, stride=2, padding=1, final_layer=False
):
    conv = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    nn.init.normal_(conv.weight, 0.0, 0.02)
    if final_layer:
        return nn.Sequential(conv, nn.Tanh())
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.ReLU())
