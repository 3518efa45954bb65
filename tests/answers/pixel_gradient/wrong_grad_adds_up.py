# wrong: one .grad for all pictures of a loop, never cleared
# says: one .grad gathers the pictures' gradients, one after the other: clear it for each
import torch


def pixel_gradient(disc, fake):
    pixels = torch.zeros_like(fake[:1]).requires_grad_()
    gradients = []
    for picture in fake:
        pixels.data = picture[None].clone()
        disc(pixels).sum().backward(inputs=[pixels])
        gradients.append(pixels.grad.clone())
    return torch.cat(gradients)
