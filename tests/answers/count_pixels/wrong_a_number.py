# wrong: a number, no function
# says: the name stands for a value; a function is asked for: count_pixels(height, width)
count_pixels = 28 * 28
