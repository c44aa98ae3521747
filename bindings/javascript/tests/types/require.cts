// The same package for CommonJS.

import smtpwire = require('smtpwire');

const client: smtpwire.Client = new smtpwire.Client({}, { now: 0 });
const event: smtpwire.ClientEvent | null = client.nextEvent(0);
const isError = (thrown: unknown): thrown is smtpwire.SmtpwireError => thrown instanceof smtpwire.SmtpwireError;
client.free();
void [event, isError];
