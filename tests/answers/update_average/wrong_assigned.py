# wrong: the parameter is assigned a tensor
# says: changed in place
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for layer, source in zip(average.modules(), gen.modules()):
        for name, mean in list(layer.named_parameters(recurse=False)):
            setattr(layer, name, decay * mean + (1 - decay) * getattr(source, name))
