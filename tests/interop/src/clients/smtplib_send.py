"""Sends a message with smtplib, and prints the dialog."""

import argparse
import smtplib
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
job = parser.parse_args()

client = (smtplib.LMTP if job.dialect == "lmtp" else smtplib.SMTP)(local_hostname=job.name)
client.set_debuglevel(1)
client.connect(job.host, job.port)
client.ehlo_or_helo_if_needed()
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
