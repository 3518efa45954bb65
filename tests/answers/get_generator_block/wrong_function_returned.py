# wrong: a function is returned
# says: a function holds no layers that can be trained
import torch
from torch import nn


def get_generator_block(input_dim, output_dim):
    return lambda x: torch.relu(nn.Linear(input_dim, output_dim)(x))
