# wrong: the largest label that occurs
# says: that is the largest label, plus 1
def modes_covered(labels, num_classes=10, least=0.01):
    return int(labels.max()) + 1 if len(labels) else 0
