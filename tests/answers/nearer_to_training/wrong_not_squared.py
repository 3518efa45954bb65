# wrong: differences summed with their signs
# says: square each first
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = (f[:, None] - t).sum(2).abs().amin(1), (f[:, None] - h).sum(2).abs().amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
