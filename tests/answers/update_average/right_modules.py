# right: layer by layer
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for layer, source in zip(average.modules(), gen.modules()):
        for name, mean in layer.named_parameters(recurse=False):
            mean.lerp_(getattr(source, name), 1 - decay)
        for name, mean in layer.named_buffers(recurse=False):
            mean.copy_(getattr(source, name))
