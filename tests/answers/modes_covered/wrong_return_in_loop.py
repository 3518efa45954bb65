# wrong: return in the loop
# says: by a return in it
def modes_covered(labels, num_classes=10, least=0.01):
    covered = 0
    for c in range(num_classes):
        if len(labels) and (labels == c).float().mean() >= least:
            covered += 1
        return covered
