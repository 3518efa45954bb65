# right: the solution, with cdist
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    rows = fakes.flatten(start_dim=1)
    to_training = torch.cdist(rows, training[:n].flatten(start_dim=1)).min(dim=1).values
    to_held_out = torch.cdist(rows, held_out[:n].flatten(start_dim=1)).min(dim=1).values
    nearer = (to_training < to_held_out).float() + 0.5 * (to_training == to_held_out)
    return nearer.mean().item()
