# wrong: the plain mean
# says: the mean of both
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 0.5)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
