# wrong: intersection over union
# says: among those asked for or read
import torch


def obedience(asked, read, num_classes=10):
    classes = torch.arange(num_classes)[:, None]
    both = (asked == classes) & (read == classes)
    either = (asked == classes) | (read == classes)
    return both.sum(1) / either.sum(1)
