"""An aiosmtpd that stores each message in a Maildir per recipient.

Arguments: address, port, folder, size limit, and a user and a password or nothing.
"""

import asyncio
import os
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Store:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

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


async def main(address, port, folder, limit, *account):
    options = {"data_size_limit": int(limit), "enable_SMTPUTF8": True, "hostname": "aiosmtpd.test"}
    if account:
        options.update(authenticator=authenticator(*account), auth_require_tls=False, auth_required=True)
    store = Store(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(store, loop=loop, **options), address, int(port))
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
