# wrong: 0.9 as in other libraries; PyTorch's momentum is the weight of the new batch
# says: momentum keeps PyTorch's default
from torch import nn


def get_generator_block(input_dim, output_dim):
    return nn.Sequential(
        nn.Linear(input_dim, output_dim),
        nn.BatchNorm1d(output_dim, momentum=0.9),
        nn.ReLU(inplace=True),
    )
