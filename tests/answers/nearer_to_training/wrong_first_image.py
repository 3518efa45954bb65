# wrong: only the first image of each set
# says: look at all of them for the nearest
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = (f - t[0]).norm(dim=1), (f - h[0]).norm(dim=1)
    return ((a < b) + 0.5 * (a == b)).mean()
