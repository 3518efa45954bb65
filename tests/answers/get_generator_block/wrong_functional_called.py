# wrong: F.relu() as a layer
# says: in a list of layers nn.ReLU() stands
import torch.nn.functional as F
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(nn.Linear(input_dim, output_dim), nn.BatchNorm1d(output_dim), F.relu())
