# wrong: a list of floats
# says: torch.tensor(…) makes a tensor of a list
def obedience(asked, read, num_classes=10):
    return [(read[asked == k] == k).float().mean().item() for k in range(num_classes)]
