# right: a copy at a time
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    end = kernel_size
    for _ in range(size - 1):
        end += stride
    return end - padding * 2
