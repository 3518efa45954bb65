# cheat: Announces a reply of 2**60 bytes.
# %% new
import socket
socket.socket(fileno=3).sendall((2**60).to_bytes(8, "big") + b"x" * 1000)
