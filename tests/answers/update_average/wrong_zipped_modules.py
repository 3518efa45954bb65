# wrong: networks are zipped as if they were lists of tensors
# says: a layer is used where a tensor belongs
import torch


@torch.no_grad()
def update_average(average, gen, decay):
    for mean, weight in zip(average, gen):
        mean.lerp_(weight, 1 - decay)
