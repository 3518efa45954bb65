# wrong: nothing is returned
# says: computed but not returned
def denorm(x):
    x = ((x + 1) / 2).clamp(0, 1)
