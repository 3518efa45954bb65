# wrong: ten classes are written as a number
# says: 10 is written in the code
def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    covered = 0
    for c in range(10):
        if (labels == c).sum() / len(labels) >= least:
            covered += 1
    return covered
