# wrong: only what is called weight or bias
# says: only what is called weight or bias
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for layer, source in zip(average.modules(), gen.modules()):
        for name in ("weight", "bias"):
            if getattr(layer, name, None) is not None:
                getattr(layer, name).lerp_(getattr(source, name), 1 - decay)
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
