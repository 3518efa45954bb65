# right: torch's hardsigmoid, x / 6 + 1 / 2 between 0 and 1
import torch.nn.functional as F


def denorm(x):
    return F.hardsigmoid(3 * x)
