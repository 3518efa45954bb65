# wrong: how often read, by how often asked
# says: are those the same pictures?
import torch


def obedience(asked, read, num_classes=10):
    return torch.bincount(read, minlength=num_classes) / torch.bincount(
        asked, minlength=num_classes
    )
