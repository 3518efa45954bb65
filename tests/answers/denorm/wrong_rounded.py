# wrong: rounded to the 256 steps of a file
# says: rounded to the 256 steps
def denorm(x):
    return (((x + 1) / 2).clamp(0, 1) * 255).round() / 255
