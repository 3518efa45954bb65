# right: as in the solution
import torch


def update_average(average, gen, decay):
    with torch.no_grad():
        for mean, weight in zip(average.parameters(), gen.parameters(), strict=True):
            mean.lerp_(weight, 1 - decay)
        for mean, buffer in zip(average.buffers(), gen.buffers(), strict=True):
            mean.copy_(buffer)
