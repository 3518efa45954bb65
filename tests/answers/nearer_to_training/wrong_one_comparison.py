# wrong: one comparison of the means
# says: one comparison for all fakes
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = torch.cdist(f, t).amin(1), torch.cdist(f, h).amin(1)
    return (a.mean() < b.mean()).item()
