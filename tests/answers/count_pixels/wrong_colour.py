# wrong: three colours are counted
# says: colour
def count_pixels(height, width):
    return height * width * 3
