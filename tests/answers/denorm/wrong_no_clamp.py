# wrong: what lies beyond the range stays beyond it
# says: clamp(0, 1) is missing
def denorm(x):
    return (x + 1) / 2
