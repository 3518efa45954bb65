# wrong: the count of batches is averaged too
# says: in whole numbers
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    new = gen.state_dict()
    for name, mean in average.state_dict().items():
        mean.lerp_(new[name], 1 - decay)
