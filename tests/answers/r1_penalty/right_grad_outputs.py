# right: a vector of ones in the place of the sum
import torch


def r1_penalty(disc, real):
    x = real.detach()
    x.requires_grad = True
    logits = disc(x)
    gradient = torch.autograd.grad(
        outputs=logits,
        inputs=x,
        grad_outputs=torch.ones_like(logits),
        create_graph=True,
        retain_graph=True,
        only_inputs=True,
    )[0]
    gradient = gradient.view(len(x), -1)
    return (gradient.norm(2, dim=1) ** 2).mean()
