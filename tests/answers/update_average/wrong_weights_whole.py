# wrong: gen's weights are added whole
# says: added whole
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.mul_(decay).add_(weight)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
