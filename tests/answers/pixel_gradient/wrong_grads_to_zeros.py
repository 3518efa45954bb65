# wrong: the weights' gradients are set to zeros
# says: zero_grad() clears what an earlier step has left; nothing here needs it
def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    disc(pixels).sum().backward()
    disc.zero_grad(set_to_none=False)
    return pixels.grad
