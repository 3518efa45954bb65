# wrong: argmax over a grid of answers
# says: near, but not exact: a value that is rounded, or searched for on a grid
import torch


def optimal_discriminator(p, q):
    grid = torch.linspace(0.01, 0.99, 99)
    value = p[..., None] * torch.log(grid) + q[..., None] * torch.log(1 - grid)
    return grid[value.argmax(-1)]
