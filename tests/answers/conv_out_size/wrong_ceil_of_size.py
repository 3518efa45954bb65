# wrong: the size divided by the stride, rounded up
# says: holds for padding='same' only
def conv_out_size(size, kernel_size, stride=1, padding=0):
    return -(-size // stride)
