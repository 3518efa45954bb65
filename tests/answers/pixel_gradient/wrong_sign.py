# wrong: the gradient of -logit
# says: the sign is turned: the gradient of the logit itself points to "real"
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(-disc(pixels).sum(), pixels)[0]
