# wrong: decay on the wrong side of the sum
# says: decay and 1 - decay have changed places
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.copy_((1 - decay) * mean + decay * weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
