# wrong: images are not made rows
# says: each image has to become a row
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    a = torch.cdist(fakes, training[:n]).amin(1)
    b = torch.cdist(fakes, held_out[:n]).amin(1)
    return ((a < b) + 0.5 * (a == b)).mean()
