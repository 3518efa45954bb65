# wrong: ones up to the class
# says: all places up to the class hold a 1
import torch


def with_label(rows, labels, num_classes=10):
    places = torch.arange(num_classes) <= labels[:, None]
    return torch.cat([rows, places.float()], dim=1)
