// A whole session in memory, by whatever copy of the library it is given: the program of every check here.

'use strict';

const assert = require('node:assert/strict');

const text = (octets) => Buffer.from(octets).toString('latin1');

/** A client sends one message to a server that takes it; what the server was told last. */
module.exports = function talk({ Client, Server, PeerError, SmtpwireError, UsageError }) {
  const server = new Server({ hostname: 'mx.receiver.example' }, { now: 0 });
  const client = new Client({}, { now: 0 });
  let accepted;

  const toServer = (octets) => {
    let came = server.pump(octets, 1);
    const output = [came.output];
    while (came.waits === 'host') {
      server.accept();
      came = server.pump(null, 1);
      output.push(came.output);
    }
    return Buffer.concat(output);
  };
  const toClient = (octets) => {
    const came = client.pump(octets, 1);
    assert.equal(came.error, undefined);
    for (const event of came.events) {
      if (event.type === 'data-ready') {
        client.content(Buffer.from('Subject: hello\r\n\r\n.hello\r\n'));
        client.endContent();
      }
      if (event.type === 'content-reply') accepted = event.reply.code;
    }
    return Buffer.concat([came.output, client.dataToSend()]);
  };

  // Carries octets to and fro until both have nothing more to say.
  const carry = (octets) => {
    for (let output = octets; output.length > 0; ) output = toClient(toServer(output));
  };

  client.ehlo('mail.sender.example');
  carry(toClient(toServer(null)));
  client.mail('ann@sender.example');
  client.rcpt('jo@receiver.example');
  client.data();
  carry(client.dataToSend());
  assert.equal(accepted, 250);

  client.quit();
  assert.match(text(toServer(client.dataToSend())), /^221 /);

  assert.throws(
    () => client.mail('no mailbox'),
    (error) => error instanceof UsageError && error instanceof SmtpwireError && error.kind === 'usage',
  );
  const broken = new Client({}, { now: 0 });
  const { error } = broken.pump(Buffer.from('nonsense\r\n'), 1);
  assert.ok(error instanceof PeerError);

  for (const object of [client, server, broken]) object.free();
  return accepted;
};
