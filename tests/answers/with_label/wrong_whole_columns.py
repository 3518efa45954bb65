# wrong: a whole column of ones
# says: the columns have to be chosen for each row
import torch


def with_label(rows, labels, num_classes=10):
    one_hot = torch.zeros(len(rows), num_classes)
    one_hot[:, labels] = 1
    return torch.cat([rows, one_hot], dim=1)
