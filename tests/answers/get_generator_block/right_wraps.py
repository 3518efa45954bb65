# right: a decorator with functools.wraps around a generator of layers
from functools import wraps

from torch import nn


def sequential(make):
    @wraps(make)
    def inner(*args, **kwargs):
        return nn.Sequential(*make(*args, **kwargs))

    return inner


@sequential
def get_generator_block(input_dim, output_dim):
    yield nn.Linear(input_dim, output_dim)
    yield nn.BatchNorm1d(output_dim)
    yield nn.ReLU()
