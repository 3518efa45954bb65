# wrong: one number, by item()
# says: one number for all
def obedience(asked, read, num_classes=10):
    return (read == asked).float().mean().item()
