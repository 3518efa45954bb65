# wrong: the classes are counted from 1
# says: one class is left out
def modes_covered(labels, num_classes=10, least=0.01):
    covered = 0
    for c in range(1, num_classes + 1):
        if len(labels) and (labels == c).float().mean() >= least:
            covered += 1
    return covered
