# wrong: only the outer layers
# says: also of layers inside others
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for layer, source in zip(average.children(), gen.children()):
        for name, mean in layer.named_parameters(recurse=False):
            mean.lerp_(getattr(source, name), 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
