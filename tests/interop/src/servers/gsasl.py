"""An SMTP server whose logins are GNU SASL's, bound to the TLS that OpenSSL makes.

Of SMTP it knows what a client needs that is all right. It tells of logins on standard output.
"""

import argparse
import base64
import ctypes
import os
import socket
import threading

from OpenSSL import SSL

parser = argparse.ArgumentParser()
parser.add_argument("address")
parser.add_argument("port", type=int)
parser.add_argument("wrapped", type=int)
parser.add_argument("folder")
parser.add_argument("chain")
parser.add_argument("key")
parser.add_argument("user")
parser.add_argument("password")
options = parser.parse_args()

MECHANISMS = ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS"]
# Of gsasl.h.
OK, NEEDS_MORE = 0, 1
AUTHID, PASSWORD, SCRAM_ITER, CB_TLS_EXPORTER = 1, 3, 15, 25

gsasl = ctypes.CDLL("libgsasl.so.18")
gsasl.gsasl_property_fast.restype = ctypes.c_char_p
gsasl.gsasl_strerror.restype = ctypes.c_char_p
library = ctypes.c_void_p()
assert gsasl.gsasl_init(ctypes.byref(library)) == OK


class Login:
    """The server's side of one login."""

    def __init__(self, mechanism, binding):
        self.session = ctypes.c_void_p()
        started = gsasl.gsasl_server_start(library, mechanism.encode(), ctypes.byref(self.session))
        assert started == OK
        self.set(PASSWORD, options.password.encode())
        self.set(SCRAM_ITER, b"4096")
        self.set(CB_TLS_EXPORTER, base64.b64encode(binding))

    def set(self, which, value):
        gsasl.gsasl_property_set(self.session, which, value)

    def step(self, response):
        challenge = ctypes.c_char_p()
        code = gsasl.gsasl_step64(self.session, response, ctypes.byref(challenge))
        return code, challenge.value or b""

    def user(self):
        return (gsasl.gsasl_property_fast(self.session, AUTHID) or b"").decode()


def context():
    made = SSL.Context(SSL.TLS_SERVER_METHOD)
    made.set_min_proto_version(SSL.TLS1_3_VERSION)
    made.use_certificate_chain_file(options.chain)
    made.use_privatekey_file(options.key)
    return made


CONTEXT = context()
COUNT = 0


class Session:
    def __init__(self, stream):
        self.stream = stream
        self.tls = None
        self.buffer = b""

    def upgrade(self):
        self.tls = SSL.Connection(CONTEXT, self.stream)
        self.tls.set_accept_state()
        self.tls.do_handshake()

    def line(self):
        while b"\r\n" not in self.buffer:
            octets = (self.tls or self.stream).recv(65536)
            if not octets:
                raise EOFError
            self.buffer += octets
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def say(self, *lines):
        (self.tls or self.stream).sendall("".join(line + "\r\n" for line in lines).encode())

    def run(self, wrapped):
        if wrapped:
            self.upgrade()
        self.say("220 gsasl.test ESMTP")
        logged_in = False
        while True:
            command = self.line().decode()
            verb = command.split(" ", 1)[0].upper()
            if verb == "EHLO":
                offer = "AUTH " + " ".join(MECHANISMS) if self.tls else "STARTTLS"
                self.say("250-gsasl.test", "250 " + offer)
            elif verb == "STARTTLS":
                self.say("220 go on")
                self.upgrade()
            elif verb == "AUTH":
                logged_in = self.auth(*command.split(" ")[1:])
            elif verb == "QUIT":
                self.say("221 bye")
                return
            elif not logged_in:
                self.say("530 5.7.0 log in first")
            elif verb == "DATA":
                self.say("354 go on")
                self.store()
                self.say("250 2.0.0 stored")
            else:
                self.say("250 ok")

    def auth(self, mechanism, response=""):
        binding = self.tls.export_keying_material(b"EXPORTER-Channel-Binding", 32)
        login = Login(mechanism, binding)
        code, challenge = login.step(response.encode())
        while code == NEEDS_MORE:
            self.say("334 " + challenge.decode())
            code, challenge = login.step(self.line())
        if code == OK and challenge:
            self.say("334 " + challenge.decode())
            self.line()
        good = code == OK and login.user() == options.user
        print(mechanism, login.user(), gsasl.gsasl_strerror(code).decode(), flush=True)
        self.say("235 2.7.0 welcome" if good else "535 5.7.8 no")
        return good

    def store(self):
        global COUNT
        message = b""
        while (line := self.line()) != b".":
            message += line.removeprefix(b".") + b"\r\n"
        new = os.path.join(options.folder, "box", "new")
        os.makedirs(new, exist_ok=True)
        COUNT += 1
        partial = os.path.join(options.folder, "partial")
        with open(partial, "wb") as file:
            file.write(message)
        os.rename(partial, os.path.join(new, f"{COUNT:06}"))


def serve(stream, wrapped):
    with stream:
        try:
            Session(stream).run(wrapped)
        except (EOFError, OSError, SSL.Error) as error:
            print("ended:", repr(error), flush=True)


def listen(port, wrapped):
    with socket.create_server((options.address, port)) as listener:
        while True:
            stream, _ = listener.accept()
            threading.Thread(target=serve, args=(stream, wrapped), daemon=True).start()


threading.Thread(target=listen, args=(options.wrapped, True), daemon=True).start()
listen(options.port, False)
