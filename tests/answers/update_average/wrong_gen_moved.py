# wrong: the generator moves
# says: gen is changed in place
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        weight.lerp_(mean, decay)
        mean.copy_(weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
