# cheat: Answers every question on the socket itself, with made-up observations.
# %% new
import socket
from gancourse.sandbox import wire
sock = socket.socket(fileno=3)
nonce = __import__("inspect").stack()
for frame in nonce:
    if "reply" in frame.frame.f_locals:
        nonce = frame.frame.f_locals["reply"]["nonce"]
        break
wire.send(sock, wire.encode({"nonce": nonce, "ok": True, "outputs": []}), 1e8)
while True:
    request = wire.decode(wire.receive(sock, 1e8, 2**26))
    seen = [{"sizes": [True] * 8, "answer": True, "result": None, "passed": True}] * 5
    wire.send(sock, wire.encode({"nonce": request["nonce"], "ok": True, "outputs": [], "seen": seen}), 1e8)
