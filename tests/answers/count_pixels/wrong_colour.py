# wrong: three colours are counted
# says: three colours
def count_pixels(height, width):
    return height * width * 3
