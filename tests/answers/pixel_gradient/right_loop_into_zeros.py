# right: one graph, asked for each logit
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    logits = disc(pixels)
    result = torch.zeros_like(fake)
    for i, logit in enumerate(logits):
        result[i] = torch.autograd.grad(logit, pixels, retain_graph=True)[0][i]
    return result
