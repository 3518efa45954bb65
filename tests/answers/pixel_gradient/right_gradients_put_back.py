# right: backward, and the gradients of the weights put back
def pixel_gradient(disc, fake):
    kept = [None if w.grad is None else w.grad.clone() for w in disc.parameters()]
    pixels = fake.clone().requires_grad_(True)
    disc(pixels).sum().backward()
    for weight, grad in zip(disc.parameters(), kept, strict=True):
        weight.grad = grad
    return pixels.grad
