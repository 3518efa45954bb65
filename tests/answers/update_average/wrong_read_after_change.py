# wrong: the average is read after its change
# says: changed before it was read
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.mul_(decay)
        mean.add_((1 - decay) * mean)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
