# wrong: the fakes are cut as well
# says: the fakes are cut too
import torch


def nearer_to_training(fakes, training, held_out):
    f, t, h = (x.flatten(1) for x in (fakes, training, held_out))
    n = min(len(t), len(h))
    f, t, h = f[:n], t[:n], h[:n]
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
