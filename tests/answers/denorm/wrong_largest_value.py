# wrong: scaled to the largest value of the batch
# says: divided by the largest value of this batch
def denorm(x):
    y = (x + 1) / 2
    return (y / y.max()).clamp(0, 1)
