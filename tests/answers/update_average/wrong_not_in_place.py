# wrong: a new tensor for each name
# says: binds a name to a new tensor
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean = decay * mean + (1 - decay) * weight
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
