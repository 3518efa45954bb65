# wrong: the last images are kept
# says: the last images of the larger set are kept
import torch


def nearer_to_training(fakes, training, held_out):
    f, t, h = (x.flatten(1) for x in (fakes, training, held_out))
    t, h = t[-len(h) :], h[-len(t) :]
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
