# wrong: the weights' gradients are cleared afterwards
# says: zero_grad() clears what an earlier step has left; nothing here needs it
def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    disc(pixels).sum().backward()
    disc.zero_grad()
    return pixels.grad
