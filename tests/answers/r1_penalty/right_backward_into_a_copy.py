# right: backward(inputs=…) fills the .grad of the copy alone
def r1_penalty(disc, real):
    pictures = real.detach().clone().requires_grad_(True)
    disc(pictures).sum().backward(inputs=[pictures], create_graph=True)
    return (pictures.grad**2).flatten(1).sum(1).mean()
