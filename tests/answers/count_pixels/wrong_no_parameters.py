# wrong: no parameters
# says: it takes ()
def count_pixels():
    return 28 * 28
