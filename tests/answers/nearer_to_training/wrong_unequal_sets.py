# wrong: sets of unequal size
# says: both sets have to be equally large
import torch


def nearer_to_training(fakes, training, held_out):
    f, t, h = (x.flatten(1) for x in (fakes, training, held_out))
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
