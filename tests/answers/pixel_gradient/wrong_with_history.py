# wrong: the graph of the gradient is kept
# says: create_graph=True keeps the graph of the gradient
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels, create_graph=True)[0]
