# wrong: the indices of the nearest are compared
# says: argmin says which image is nearest
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = torch.cdist(f, t).argmin(1), torch.cdist(f, h).argmin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
