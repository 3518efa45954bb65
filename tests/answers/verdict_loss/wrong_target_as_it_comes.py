# wrong: the target stays a Python number
# says: a tensor of the same shape as the logits
from torch.nn import functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(logits, target)
