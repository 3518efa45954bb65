# wrong: a sigmoid too many
# says: as in patient 8
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(
        torch.sigmoid(logits), torch.full_like(logits, target)
    )
