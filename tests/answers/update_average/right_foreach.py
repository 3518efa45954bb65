# right: all parameters in one call
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    torch._foreach_lerp_(list(average.parameters()), list(gen.parameters()), 1 - decay)
    torch._foreach_copy_(list(average.buffers()), list(gen.buffers()))
