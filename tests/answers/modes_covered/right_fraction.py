# right: with fractions
from fractions import Fraction


def modes_covered(labels, num_classes=10, least=0.01):
    n = len(labels)
    if n == 0:
        return 0
    least = Fraction(str(least))
    return sum(Fraction(labels.tolist().count(k), n) >= least for k in range(num_classes))
