# wrong: distance from the mean image
# says: its nearest image is asked for
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = (f - t.mean(0)).norm(dim=1), (f - h.mean(0)).norm(dim=1)
    return ((a < b) + 0.5 * (a == b)).mean()
