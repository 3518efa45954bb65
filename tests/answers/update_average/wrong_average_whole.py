# wrong: the average is kept whole
# says: the average is kept whole
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.add_((1 - decay) * weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
