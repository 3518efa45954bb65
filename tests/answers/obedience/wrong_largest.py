# wrong: the largest of a row
# says: take the diagonal
import torch.nn.functional as F


def obedience(asked, read, num_classes=10):
    table = F.one_hot(asked, num_classes).T.float() @ F.one_hot(read, num_classes).float()
    return table.max(dim=1).values / table.sum(1)
