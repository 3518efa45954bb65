# wrong: sorted in place
# says: has changed the caller's points
import torch


def earth_mover(a, b):
    with torch.no_grad():
        b.copy_(b.sort().values)
    return (a.sort().values - b).abs().mean()
