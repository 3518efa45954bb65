# right: one_hot and the mean over the samples; empty gives nan, which is not >= least
import torch.nn.functional as F


def modes_covered(labels, num_classes=10, least=0.01):
    shares = F.one_hot(labels.long(), num_classes).float().mean(dim=0)
    return (shares >= least).sum().item()
