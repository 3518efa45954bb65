# wrong: ** where * was meant
# says: **
def count_pixels(height, width):
    return height**width
