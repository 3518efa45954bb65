# cheat: An encoding line, form feeds and a BOM, to hide what a cell does.
# fails: NameError SyntaxError
# %% conv_out_size
# -*- coding: rot13 -*-
qrs pbai_bhg_fvmr(*_):
    erghea 4
