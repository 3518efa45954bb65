# wrong: the generator's loss is differentiated
# says: that is the gradient of a loss; take the logit as disc returns it
import torch
from torch import nn


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    logits = disc(pixels)
    loss = nn.BCEWithLogitsLoss()(logits, torch.ones_like(logits))
    return torch.autograd.grad(loss, pixels)[0]
