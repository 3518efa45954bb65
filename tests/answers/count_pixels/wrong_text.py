# wrong: a text
# says: the string '784'
def count_pixels(height, width):
    return f"{height * width}"
