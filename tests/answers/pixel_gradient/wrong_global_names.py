# wrong: the notebook's variables in the place of the arguments
# says: your code uses `fakes` from the notebook, not its argument `fake`
import torch

fakes = torch.rand(4, 6)


def pixel_gradient(disc, fake):
    pixels = fakes.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0]
