# wrong: backward() fills the gradients of disc
# says: backward() fills the .grad of every parameter
def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    disc(real).sum().backward(create_graph=True)
    return real.grad.flatten(1).square().sum(1).mean()
