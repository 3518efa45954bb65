# right: the weights are frozen meanwhile
def pixel_gradient(disc, fake):
    disc.requires_grad_(False)
    pixels = fake.clone().requires_grad_()
    disc(pixels).sum().backward()
    disc.requires_grad_(True)
    return pixels.grad
