# right: height times width
def count_pixels(height, width):
    return height * width
