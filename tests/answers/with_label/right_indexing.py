# right: zeros, and a 1 for each row
import torch


def with_label(rows, labels, num_classes=10):
    one_hot = torch.zeros(len(rows), num_classes, device=rows.device)
    one_hot[torch.arange(len(rows)), labels] = 1
    return torch.cat([rows, one_hot], dim=1)
