# right: a lambda
from torch import nn

get_discriminator_block = lambda a, b: nn.Sequential(nn.Linear(a, b), nn.LeakyReLU(0.2))
