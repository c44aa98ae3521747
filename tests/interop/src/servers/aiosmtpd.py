"""An aiosmtpd that stores each message in a Maildir per recipient."""

import argparse
import asyncio
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("address")
parser.add_argument("port", type=int)
parser.add_argument("folder")
parser.add_argument("limit", type=int)
parser.add_argument("--account", nargs=2, metavar=("USER", "PASSWORD"))
parser.add_argument("--tls", nargs=2, metavar=("CHAIN", "KEY"))
parser.add_argument("--wrapped", type=int, metavar="PORT")
parser.add_argument("--only", choices=["TLSv1.2", "TLSv1.3"])
parser.add_argument("--ask", metavar="ROOTS")
parser.add_argument("--demand", metavar="ROOTS")
options = parser.parse_args()


class Store:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        tls = server.transport.get_extra_info("ssl_object")
        if tls:
            print("TLS", tls.version(), tls.cipher()[0], tls.getpeercert(), flush=True)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        print("MAIL", address, flush=True)
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 2.1.0 ok"

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.count += 1
            new = os.path.join(self.folder, recipient.replace("/", "_"), "new")
            os.makedirs(new, exist_ok=True)
            partial = os.path.join(self.folder, f"partial-{self.count}")
            with open(partial, "wb") as file:
                file.write(envelope.original_content)
            os.rename(partial, os.path.join(new, f"{self.count:06}"))
        return "250 2.0.0 stored"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        good = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=good, handled=False)

    return check


def tls_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*options.tls)
    if options.only:
        version = ssl.TLSVersion[options.only.replace(".", "_")]
        context.minimum_version = context.maximum_version = version
    if options.ask or options.demand:
        context.load_verify_locations(options.ask or options.demand)
        context.verify_mode = ssl.CERT_OPTIONAL if options.ask else ssl.CERT_REQUIRED
    return context


async def main():
    settings = {
        "data_size_limit": options.limit,
        "enable_SMTPUTF8": True,
        "hostname": "aiosmtpd.test",
        "loop": asyncio.get_running_loop(),
    }
    if options.account:
        settings.update(
            authenticator=authenticator(*options.account),
            auth_require_tls=bool(options.tls),
            auth_required=True,
        )
    context = tls_context() if options.tls else None
    store = Store(options.folder)
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(
            lambda: SMTP(store, tls_context=context, **settings), options.address, options.port
        )
    ]
    if options.wrapped:
        # aiosmtpd counts as TLS only what it has begun itself.
        wrapped = {**settings, "auth_require_tls": False}
        servers.append(
            await loop.create_server(
                lambda: SMTP(store, **wrapped), options.address, options.wrapped, ssl=context
            )
        )
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
