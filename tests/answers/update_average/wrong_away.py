# wrong: away from the generator
# says: the sign is turned
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, decay - 1)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
