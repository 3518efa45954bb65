# wrong: logits detached
# says: cuts the loss off
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(
        logits.detach(), torch.full_like(logits, target)
    ).requires_grad_()
