# wrong: a number of images that is written in the code
# says: both sets have to be equally large
import torch


def nearer_to_training(fakes, training, held_out):
    f, t, h = (x.flatten(1) for x in (fakes, training, held_out))
    t, h = t[:1000], h[:1000]
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
