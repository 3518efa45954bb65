# wrong: new parameters
# says: a new tensor replaces the parameter
import torch
from torch import nn


@torch.no_grad()
def update_average(average, gen, decay):
    for layer, source in zip(average.modules(), gen.modules()):
        for name, mean in list(layer.named_parameters(recurse=False)):
            mixed = decay * mean + (1 - decay) * getattr(source, name)
            setattr(layer, name, nn.Parameter(mixed, requires_grad=mean.requires_grad))
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
