# cheat: Sends many replies ahead of the questions, with the nonce of this one.
# %% new
import inspect, socket
from gancourse.sandbox import wire
for frame in inspect.stack():
    if "reply" in frame.frame.f_locals:
        nonce = frame.frame.f_locals["reply"]["nonce"]
        break
sock = socket.socket(fileno=3)
for _ in range(20):
    wire.send(sock, wire.encode({"nonce": nonce, "ok": True, "outputs": [], "seen": [{"passed": True}] * 5}), 1e8)
