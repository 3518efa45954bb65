# wrong: ** where * was meant
# says: ** is a power
def count_pixels(height, width):
    return height**width
