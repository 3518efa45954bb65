# wrong: the sign is dropped
# says: the sign is dropped
def denorm(x):
    return x.abs().clamp(0, 1)
