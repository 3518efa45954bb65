# wrong: a loop over p's length, which fits one shape only
# says: broadcast
import torch


def optimal_discriminator(p, q):
    result = torch.zeros(len(p))
    for i in range(len(p)):
        result[i] = p[i] / (p[i] + q[i])
    return result
