# right: where the last copy of the kernel ends
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    last_start = stride * (size - 1)
    end = last_start + kernel_size
    return end - padding - padding
