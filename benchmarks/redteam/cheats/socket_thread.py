# cheat: A thread reads the questions before the shell does, and answers nonsense.
# fails: NameError
# %% new
import socket, threading
from gancourse.sandbox import wire
def talk():
    sock = socket.socket(fileno=3)
    while True:
        request = wire.decode(wire.receive(sock, 1e8, 2**26))
        wire.send(sock, wire.encode({"nonce": request["nonce"], "ok": True, "outputs": [],
                                     "seen": [{"sizes": []}, {"sizes": []}, {"sizes": []}]}), 1e8)
threading.Thread(target=talk, daemon=True).start()
