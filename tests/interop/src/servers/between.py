"""Somebody in between: takes TLS connections with a certificate of its own, makes others to the
server, and carries what is said within.
"""

import socket
import ssl
import sys
import threading

address, port, server, chain, key = sys.argv[1:]

taken = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
taken.load_cert_chain(chain, key)
made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
made.check_hostname = False
made.verify_mode = ssl.CERT_NONE


def carry(source, sink):
    try:
        while octets := source.recv(65536):
            sink.sendall(octets)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def between(plain):
    client = taken.wrap_socket(plain, server_side=True)
    further = made.wrap_socket(socket.create_connection((address, int(server))))
    threading.Thread(target=carry, args=(client, further), daemon=True).start()
    carry(further, client)
    client.close()


with socket.create_server((address, int(port))) as listener:
    print("listening", flush=True)
    while True:
        stream, _ = listener.accept()
        threading.Thread(target=between, args=(stream,), daemon=True).start()
