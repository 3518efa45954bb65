# wrong: only what is called weight
# says: only what is called weight moves
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for (name, mean), weight in zip(average.named_parameters(), gen.parameters()):
        if name.endswith("weight"):
            mean.lerp_(weight, 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
