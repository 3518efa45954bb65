# wrong: log(1 - D) is differentiated
# says: that is the gradient of a loss; take the logit as disc returns it
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    loss = torch.log(1 - torch.sigmoid(disc(pixels)))
    return torch.autograd.grad(loss.sum(), pixels)[0]
