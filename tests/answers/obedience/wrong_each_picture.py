# wrong: a value for each picture
# says: a value for each picture
def obedience(asked, read, num_classes=10):
    return (read == asked).float()
