# wrong: a forgotten return
# says: a forgotten return
def count_pixels(height, width):
    pixels = height * width
