# right: grad_outputs in the place of a sum
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    verdicts = critic(between)
    slope = torch.autograd.grad(
        outputs=verdicts,
        inputs=between,
        grad_outputs=torch.ones_like(verdicts),
        create_graph=True,
        retain_graph=True,
    )[0]
    return ((slope.norm(2, dim=1) - 1) ** 2).mean()
