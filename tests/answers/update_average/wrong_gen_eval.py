# wrong: the generator is put into evaluation mode
# says: .eval() inside
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    gen.eval()
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.lerp_(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
