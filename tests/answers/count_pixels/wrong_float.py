# wrong: a float
# says: a float
def count_pixels(height, width):
    return float(height * width)
