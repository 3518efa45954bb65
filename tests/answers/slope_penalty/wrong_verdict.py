# wrong: the verdict for the slope
# says: taken for its slope
import torch


def slope_penalty(critic, real, fake):
    t = torch.rand(len(real), 1, device=real.device)
    between = (t * real + (1 - t) * fake).requires_grad_()
    return (critic(between) - 1).square().mean()
