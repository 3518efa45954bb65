# wrong: torch.tensor around the loss
# says: torch.tensor(…)
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    loss = F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))
    return torch.tensor(loss.item(), requires_grad=True)
