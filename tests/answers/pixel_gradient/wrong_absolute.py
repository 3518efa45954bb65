# wrong: the size without the sign, as in a saliency map
# says: the absolute value: the sign says whether brighter or darker looks more real
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0].abs()
