# wrong: missing brackets
# says: brackets are missing
def denorm(x):
    return (x + 1 / 2).clamp(0, 1)
