# wrong: the whole table
# says: its diagonal holds
import torch.nn.functional as F


def obedience(asked, read, num_classes=10):
    table = F.one_hot(asked, num_classes).T.float() @ F.one_hot(read, num_classes).float()
    return table / table.sum(1, keepdim=True)
