# wrong: backward fills the gradients of the weights too
# says: backward() fills the .grad of the weights too
def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    disc(pixels).sum().backward()
    return pixels.grad
