# wrong: printed instead of returned
# says: a forgotten return
def count_pixels(height, width):
    print(height * width)
