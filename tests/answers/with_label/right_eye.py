# right: rows of the identity matrix
import torch


def with_label(rows, labels, num_classes=10):
    eye = torch.eye(num_classes, dtype=rows.dtype, device=rows.device)
    return torch.cat([rows, eye[labels]], dim=1)
