# cheat: Escape codes for the instructor's terminal, in outputs, errors and answers.
# %% new
print("\x1b[2J\x1b]0;redteam\x07\x1b[31mnot graded\x1b[0m \u202eabc \x9b2J \ud83d")
raise type("\x1b[2JError", (Exception,), {})("\x1b[2J\x1b]0;redteam\x07")
# %% conv_out_size
def conv_out_size(size, kernel_size, stride=1, padding=0):
    raise ValueError("\x1b[2J\x1b]0;redteam\x07 \u202e \ud83d")
# %% batch_size_answer
def batch_size_answer():
    return "\x1b[2J\ud83d\x00"
