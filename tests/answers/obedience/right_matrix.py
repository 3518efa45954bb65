# right: a product of matrices
import torch.nn.functional as F


def obedience(asked, read, num_classes=10):
    table = F.one_hot(asked, num_classes).T.double() @ F.one_hot(read, num_classes).double()
    return (table.diag() / table.sum(1)).float()
