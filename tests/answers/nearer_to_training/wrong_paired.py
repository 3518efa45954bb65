# wrong: fake number i against image number i
# says: each image has to become a row
def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    a = (fakes - training[:n]).square().sum(dim=(1, 2, 3))
    b = (fakes - held_out[:n]).square().sum(dim=(1, 2, 3))
    return ((a < b) + 0.5 * (a == b)).mean()
