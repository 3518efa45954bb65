# wrong: the pictures are made flat before disc sees them
# says: disc takes the batch in the shape in which fake comes
import torch


def pixel_gradient(disc, fake):
    pixels = fake.flatten(start_dim=1).clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0].view_as(fake)
