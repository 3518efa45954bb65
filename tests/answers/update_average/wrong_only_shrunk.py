# wrong: the generator has no part
# says: gen's share is missing
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.mul_(decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
