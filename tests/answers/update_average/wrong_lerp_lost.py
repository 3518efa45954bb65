# wrong: lerp without its underscore
# says: what ends in an underscore
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
