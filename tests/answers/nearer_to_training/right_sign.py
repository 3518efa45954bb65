# right: the sign of the difference
import torch


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f = fakes.view(len(fakes), -1)
    t = torch.cdist(f, training[:n].view(n, -1)).topk(1, largest=False).values.squeeze(1)
    h = torch.cdist(f, held_out[:n].view(n, -1)).sort(dim=1).values[:, 0]
    return (1 + torch.sign(h - t).mean().item()) / 2
