# cheat: A thread reads the questions before the shell does, and answers nonsense.
# fails: NameError
# %% new
import socket, threading
from gancourse.sandbox import wire
from gancourse.sandbox import frames
def talk():
    sock = socket.socket(fileno=3)
    while True:
        request = wire.decode(frames.receive(sock, 1e8, 2**26))
        frames.send(sock, wire.encode({"nonce": request["nonce"], "ok": True, "outputs": [],
                                       "seen": [{"sizes": []}, {"sizes": []}, {"sizes": []}]}), 1e8)
threading.Thread(target=talk, daemon=True).start()
