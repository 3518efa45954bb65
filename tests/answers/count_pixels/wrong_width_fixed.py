# wrong: 28 is written as a number
# says: a side is written as a number
def count_pixels(height, width):
    return height * 28
