"""Sends a message with smtplib, and prints the dialog."""

import argparse
import smtplib
import ssl
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--dialect", choices=["smtp", "lmtp"], default="smtp")
parser.add_argument("--host")
parser.add_argument("--port", type=int)
parser.add_argument("--name")
parser.add_argument("--from", dest="sender")
parser.add_argument("--to", action="append")
parser.add_argument("--message")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--mechanism")
parser.add_argument("--mail-option", action="append", default=[])
parser.add_argument("--rcpt-option", action="append", default=[])
parser.add_argument("--tls", choices=["starttls", "wrapped"])
parser.add_argument("--tls-name")
parser.add_argument("--tls-roots")
parser.add_argument("--tls-only", choices=["TLSv1.2", "TLSv1.3"])
parser.add_argument("--tls-credential", nargs=2)
job = parser.parse_args()


def tls_context():
    context = ssl.create_default_context(cafile=job.tls_roots)
    if not job.tls_roots:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if job.tls_only:
        version = ssl.TLSVersion[job.tls_only.replace(".", "_")]
        context.minimum_version = context.maximum_version = version
    if job.tls_credential:
        context.load_cert_chain(*job.tls_credential)
    return context


class Wrapped(smtplib.SMTP_SSL):
    def _get_socket(self, host, port, timeout):
        # Its parent takes the name to verify from the address to connect to.
        plain = smtplib.SMTP._get_socket(self, host, port, timeout)
        return self.context.wrap_socket(plain, server_hostname=job.tls_name)


if job.tls == "wrapped":
    client = Wrapped(local_hostname=job.name, context=tls_context())
else:
    client = (smtplib.LMTP if job.dialect == "lmtp" else smtplib.SMTP)(local_hostname=job.name)
client.set_debuglevel(1)
client.connect(job.host, job.port)
client.ehlo_or_helo_if_needed()
if job.tls == "starttls":
    client._host = job.tls_name
    client.starttls(context=tls_context())
    client.ehlo()
if job.user:
    client.user, client.password = job.user, job.password
    if job.mechanism:
        method = getattr(client, "auth_" + job.mechanism.lower().replace("-", "_"))
        client.auth(job.mechanism.upper(), method)
    else:
        client.login(job.user, job.password)
with open(job.message, "rb") as file:
    message = file.read()
mail_options = list(job.mail_option)
if not "".join([job.sender, *job.to]).isascii():
    mail_options += ["SMTPUTF8", "BODY=8BITMIME"]
refused = client.sendmail(job.sender, job.to, message, mail_options, job.rcpt_option)
client.quit()
sys.exit(1 if refused else 0)
