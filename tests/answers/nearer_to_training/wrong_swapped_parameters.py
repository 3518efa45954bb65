# wrong: the parameters in another order
# says: stands in another place
import torch


def nearer_to_training(fakes, held_out, training):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
