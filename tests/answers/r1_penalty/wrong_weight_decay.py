# wrong: the weights themselves
# says: its argument `real` is unused
import torch


def r1_penalty(disc, real):
    return sum(weight.square().sum() for weight in disc.parameters())
