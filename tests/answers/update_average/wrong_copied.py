# wrong: a copy
# says: a copy of gen
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.copy_(weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
