# wrong: the probability is differentiated
# says: that is the gradient of D = sigmoid(a)
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(torch.sigmoid(disc(pixels)).sum(), pixels)[0]
