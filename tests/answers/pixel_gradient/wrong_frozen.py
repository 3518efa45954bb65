# wrong: the weights are frozen and never thawed
# says: requires_grad is switched off for the weights, and not on again
def pixel_gradient(disc, fake):
    disc.requires_grad_(False)
    pixels = fake.clone().requires_grad_()
    disc(pixels).sum().backward()
    return pixels.grad
