# wrong: backward(), and zero_grad() afterwards
# says: the training step's work
def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    disc(real).sum().backward(create_graph=True)
    disc.zero_grad()
    return real.grad.flatten(1).square().sum(1).mean()
