# right: the diagonal of the table
import torch


def obedience(asked, read, num_classes=10):
    table = torch.zeros(num_classes, num_classes, device=asked.device)
    one = torch.ones((), device=asked.device)
    table.index_put_((asked, read), one, accumulate=True)
    return table.diagonal() / table.sum(dim=1)
