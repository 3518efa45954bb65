# wrong: right for one size only
# says: 784 is right for 28 x 28 only
def count_pixels(height, width):
    return 784
