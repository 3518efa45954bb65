# right: torch.logaddexp
import torch


def verdict_loss(logits, target):
    return torch.logaddexp(torch.zeros_like(logits), (1 - 2 * target) * logits).mean()
