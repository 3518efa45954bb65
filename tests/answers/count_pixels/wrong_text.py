# wrong: a text
# says: that is a text; the number itself is asked for
def count_pixels(height, width):
    return f"{height * width}"
