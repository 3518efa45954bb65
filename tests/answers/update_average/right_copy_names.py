# right: copy_, found by name
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    weights, buffers = dict(gen.named_parameters()), dict(gen.named_buffers())
    for name, mean in average.named_parameters():
        mean.copy_(decay * mean + (1 - decay) * weights[name])
    for name, mean in average.named_buffers():
        mean.copy_(buffers[name])
