# wrong: computed under no_grad
# says: nothing asks for gradients here
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    with torch.no_grad():
        logits = disc(pixels)
    return torch.autograd.grad(logits.sum(), pixels)[0]
