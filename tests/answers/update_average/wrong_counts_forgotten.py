# wrong: only floating buffers
# says: some buffers are left out
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        if buffer.is_floating_point():
            mean.copy_(buffer)
