# right: backward that fills the .grad of the pixels alone
def pixel_gradient(disc, fake):
    pixels = fake.detach().clone().requires_grad_()
    disc(pixels).sum().backward(inputs=[pixels])
    return pixels.grad
