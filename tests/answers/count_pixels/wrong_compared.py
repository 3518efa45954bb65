# wrong: == for *
# says: a comparison gives True or False
def count_pixels(height, width):
    return height == width
