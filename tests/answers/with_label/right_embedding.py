# right: F.embedding of the identity matrix
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.embedding(labels, torch.eye(num_classes, device=rows.device))], dim=1)
