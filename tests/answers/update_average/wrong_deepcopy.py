# wrong: a new network
# says: a new network is returned
import copy

import torch


@torch.no_grad()
def update_average(average, gen, decay):
    new = copy.deepcopy(gen)
    for mean, weight in zip(new.parameters(), average.parameters()):
        mean.lerp_(weight, decay)
    return new
