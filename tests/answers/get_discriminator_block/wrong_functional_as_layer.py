# wrong: F.leaky_relu in a list of layers
# says: F.relu(x) is for forward
import torch.nn.functional as F
from torch import nn


def get_discriminator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), F.leaky_relu(0.2))
