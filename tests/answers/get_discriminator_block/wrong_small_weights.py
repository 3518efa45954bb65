# wrong: weights drawn with standard deviation 0.02, which belongs to the DCGAN
# says: PyTorch's own initialisation
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    linear = nn.Linear(input_dim, output_dim)
    nn.init.normal_(linear.weight, 0.0, 0.02)
    return nn.Sequential(linear, nn.LeakyReLU(0.2))
