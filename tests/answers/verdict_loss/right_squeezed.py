# right: squeezed, and new_full
import torch.nn.functional as F


def verdict_loss(logits, target):
    verdicts = logits.squeeze(1)
    return F.binary_cross_entropy_with_logits(verdicts, verdicts.new_full((len(verdicts),), target))
