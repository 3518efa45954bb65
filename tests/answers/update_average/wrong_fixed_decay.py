# wrong: the decay of the lesson
# says: a fixed number stands
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - 0.998)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
