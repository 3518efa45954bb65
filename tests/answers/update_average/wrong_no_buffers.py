# wrong: buffers are forgotten
# says: running statistics are buffers
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - decay)
