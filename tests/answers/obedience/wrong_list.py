# wrong: a list
# says: torch.stack makes it of a list
def obedience(asked, read, num_classes=10):
    return [(read[asked == k] == k).float().mean() for k in range(num_classes)]
