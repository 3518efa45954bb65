# wrong: the hinge loss
# says: that is the hinge loss
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.relu(1 - logits).mean() if target else F.relu(1 + logits).mean()
