# wrong: a list of numbers
# says: works on the whole of x, without a loop
def denorm(x):
    return [((v + 1) / 2).clamp(0, 1) for v in x]
