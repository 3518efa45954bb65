# wrong: the division is missing
# says: the division by 2 is missing
def denorm(x):
    return (x + 1).clamp(0, 1)
