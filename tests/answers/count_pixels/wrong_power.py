# wrong: ** where * was meant
# says: ** raises to a power
def count_pixels(height, width):
    return height**width
