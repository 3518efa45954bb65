# wrong: F.leaky_relu is a function for tensors, not a layer
# says: nn.Sequential takes layers
from torch import nn
from torch.nn import functional as F


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), F.leaky_relu)
