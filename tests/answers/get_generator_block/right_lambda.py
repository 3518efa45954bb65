# right: a lambda
from torch import nn

get_generator_block = lambda a, b: nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU())
