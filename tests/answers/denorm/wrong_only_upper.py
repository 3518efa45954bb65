# wrong: cut off above only
# says: values below 0 are left
def denorm(x):
    return ((x + 1) / 2).clamp(max=1)
