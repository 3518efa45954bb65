# wrong: running statistics are averaged
# says: buffers are averaged like weights
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    new = gen.state_dict()
    for name, mean in average.state_dict().items():
        if mean.is_floating_point():
            mean.lerp_(new[name], 1 - decay)
        else:
            mean.copy_(new[name])
