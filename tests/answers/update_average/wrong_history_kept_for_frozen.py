# wrong: autograd is left on where the average is frozen
# says: torch.no_grad() is missing
import contextlib

import torch


def update_average(average, gen, decay):
    frozen = not any(mean.requires_grad for mean in average.parameters())
    with contextlib.nullcontext() if frozen else torch.no_grad():
        for mean, weight in zip(average.parameters(), gen.parameters()):
            mean.lerp_(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
