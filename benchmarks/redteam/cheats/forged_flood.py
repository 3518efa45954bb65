# cheat: Forged replies with tens of megabytes of output for every cell.
# %% new
from gancourse.sandbox import wire
encode = wire.encode
wire.encode = lambda value: encode({**value, "outputs": [
    {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}]} if "outputs" in value else value)
