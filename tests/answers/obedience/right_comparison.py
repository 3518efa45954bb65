# right: all classes at once
import torch


def obedience(asked, read, num_classes=10):
    classes = torch.arange(num_classes, device=asked.device)[:, None]
    return ((asked == classes) & (read == classes)).sum(1) / (asked == classes).sum(1)
