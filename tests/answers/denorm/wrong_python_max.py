# wrong: Python's min and max on a tensor
# says: ask for one truth value; clamp looks at each element
def denorm(x):
    return min(1, max(0, (x + 1) / 2))
