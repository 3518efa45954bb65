# wrong: the generator is frozen
# says: requires_grad is switched off in gen
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    gen.requires_grad_(False)
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
