# wrong: the formula of the way there, with a half on the wrong side
# says: 1 is subtracted, as in x * 0.5 - 0.5
def denorm(x):
    return (x * 0.5 - 0.5).clamp(0, 1)
