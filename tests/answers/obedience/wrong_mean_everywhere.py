# wrong: the mean in every place
# says: the mean over all classes stands in every place
def obedience(asked, read, num_classes=10):
    return (read == asked).float().mean().expand(num_classes)
