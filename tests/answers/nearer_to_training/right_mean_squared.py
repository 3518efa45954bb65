# right: mean squared errors: the order is the same
def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    points = 0.0
    for fake in fakes:
        ours = (training[:n] - fake).square().mean(dim=(1, 2, 3)).min()
        theirs = (held_out[:n] - fake).square().mean(dim=(1, 2, 3)).min()
        if ours < theirs:
            points += 1
        elif ours == theirs:
            points += 0.5
    return points / len(fakes)
