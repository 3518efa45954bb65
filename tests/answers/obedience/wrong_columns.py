# wrong: the table's columns
# says: divided by how often the class was read
import torch.nn.functional as F


def obedience(asked, read, num_classes=10):
    table = F.one_hot(asked, num_classes).T.float() @ F.one_hot(read, num_classes).float()
    return table.diag() / table.sum(0)
