# right: plain lists and a fraction
from fractions import Fraction


def squared(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other))


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    f, t, h = (x.flatten(1).tolist() for x in (fakes, training[:n], held_out[:n]))
    total = Fraction(0)
    for fake in f:
        ours, theirs = (min(squared(fake, other) for other in images) for images in (t, h))
        total += Fraction(1 + (ours < theirs) - (ours > theirs), 2)
    return float(total / len(f))
