# wrong: weights by name, and once more as parameters
# says: averaged twice
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - decay)
    new = gen.state_dict()
    parameters = dict(average.named_parameters())
    for name, mean in average.state_dict().items():
        if name in parameters:
            mean.lerp_(new[name], 1 - decay)
        else:
            mean.copy_(new[name])
