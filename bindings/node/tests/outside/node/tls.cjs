// Asks for TLS by the library; prints the error, or that there is none.

'use strict';

const { Client, UsageError } = require('smtpwire');

try {
  const client = new Client({}, { now: 0, tls: { peer: 'mx.receiver.example' } });
  client.free();
  console.log('none');
} catch (error) {
  console.log(error instanceof UsageError ? 'UsageError' : error.constructor.name);
  console.log(error.message);
}
