# wrong: flatten without start_dim
# says: flatten(start_dim=1)
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = fakes.flatten(), training[:n].flatten(), held_out[:n].flatten()
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
