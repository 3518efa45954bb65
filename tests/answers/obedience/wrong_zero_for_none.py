# wrong: 0 where nobody asked
# says: has no share: nan, not 0
import torch


def obedience(asked, read, num_classes=10):
    followed = torch.bincount(asked[read == asked], minlength=num_classes)
    return followed / torch.bincount(asked, minlength=num_classes).clamp(min=1)
