# wrong: the largest difference of a pixel
# says: the largest difference of a pixel is taken
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1) for x in (fakes, training[:n], held_out[:n]))
    a, b = torch.cdist(f, t, p=float("inf")).amin(1), torch.cdist(f, h, p=float("inf")).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
