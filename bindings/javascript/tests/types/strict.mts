// What a program in strict TypeScript does with the package: it compiles, and nothing in it is `any`.

import {
  Client, LimitError, Mailer, PeerError, Server, SmtpwireError, TimedOutError, UsageError, check, encodeCommand, explain,
  parseCommand, version,
} from 'smtpwire';
import type {
  ClientConfig, ClientEvent, Command, Envelope, MailerConfig, MailerEvent, Outcome, Pumped, Reply, ServerConfig,
  ServerEvent, Waits,
} from 'smtpwire';

/** Fails to compile for `any`. */
type Known<T> = 0 extends 1 & T ? never : T;

/** Fails to compile when a kind of event was left out. */
function never(nothing: never): never {
  throw new Error(`unheard of: ${JSON.stringify(nothing)}`);
}

function ofClient(event: ClientEvent): number {
  switch (event.type) {
    case 'greeting':
    case 'closing':
      return event.reply.code;
    case 'ehlo':
    case 'reply':
    case 'data-ready':
    case 'content-reply':
    case 'recipient-reply':
    case 'start-tls':
    case 'authenticated':
      return event.command;
    case 'tls-established':
      return event.command ?? 0;
    case 'challenge':
      return event.octets.length;
    case 'other':
      return 0;
    default:
      return never(event);
  }
}

function ofMailer(event: MailerEvent): number {
  switch (event.type) {
    case 'ready':
    case 'start-tls':
    case 'tls-established':
    case 'other':
      return 0;
    case 'need-content':
      return event.transaction;
    case 'outcome':
      return event.recipients.length;
    default:
      return never(event);
  }
}

function ofServer(event: ServerEvent): string {
  switch (event.type) {
    case 'proxy':
      return event.header.command;
    case 'helo':
      return event.host;
    case 'auth-verify':
      return event.username ?? event.credentials;
    case 'auth-lookup':
      return event.username;
    case 'auth-failed':
      return event.reply.text;
    case 'authenticated':
      return event.username ?? '';
    case 'mail':
      return event.from;
    case 'rcpt':
      return event.to;
    case 'content':
      return String(event.octets.length);
    case 'message':
      return String(event.size);
    case 'aborted':
      return event.why;
    case 'vrfy':
    case 'expn':
      return event.query;
    case 'help':
      return event.argument ?? '';
    case 'etrn':
      return event.host ?? event.subdomains ?? event.queue ?? '';
    case 'atrn':
      return event.domains.join();
    case 'burl':
      return event.url;
    case 'xclient':
    case 'xforward':
      return event.attributes.map(([name, value]) => `${name}=${value}`).join();
    case 'unknown':
      return event.line;
    case 'refused':
      return event.verb;
    case 'connected':
    case 'early-talker':
    case 'start-tls':
    case 'tls-established':
    case 'data':
    case 'rset':
    case 'noop':
    case 'quit':
    case 'other':
      return event.type;
    default:
      return never(event);
  }
}

const clientConfig: ClientConfig = { pipelining: false, limits: { replyLine: 1000 }, lineEnds: 'normalise' };
const client = new Client(clientConfig, { now: 0 });
client.receiveData(new Uint8Array(), 0);
for (const event of client.events(0)) ofClient(event);
const command: number = client.ehlo('client.example');
const waits: Waits = client.waits;
const deadline: number | null = client.nextDeadline();
const pumped: Pumped<ClientEvent> = client.pump('eof', Date.now());
const failure: SmtpwireError | undefined = pumped.error;
const sizes: [number, number] = [pumped.output.length, client.output().byteLength];
client.free();

const mailerConfig: MailerConfig = { name: 'client.example', security: 'required', credentials: { username: 'a', password: 'b' } };
const envelope: Envelope = { from: 'a@b.example', to: ['c@d.example', { path: 'e@f.example', parameters: [] }] };
const mailer = new Mailer(mailerConfig, { entropy: new Uint8Array(32) });
const transaction: number = mailer.send(envelope, 'Subject: x\r\n\r\nhello\r\n');
for (const event of mailer.pump().events) {
  ofMailer(event);
  if (event.type !== 'outcome') continue;
  const outcome: Outcome = event;
  const reply: Reply | undefined = outcome.reply;
  for (const recipient of outcome.recipients) {
    const why: string | undefined = recipient.why?.message;
    const retryable: boolean = recipient.retryable;
    void [why, retryable, reply];
  }
}
mailer[Symbol.dispose]();

const serverConfig: ServerConfig = {
  hostname: 'mx.example',
  decisions: ['rcpt', 'message'],
  content: 'whole',
  limits: { messageSize: null },
  extensions: { auth: ['PLAIN'], starttls: true },
};
const server = new Server(serverConfig);
for (const event of server.events()) ofServer(event);
server.answer('550 5.1.1 No such mailbox');
server.answer({ code: 550, enhanced: '5.1.1', lines: ['No such mailbox'] });

try {
  const parsed: Command = parseCommand('MAIL FROM:<a@b.example>');
  const octets: Known<Uint8Array> = encodeCommand(parsed);
  const told: Known<ReturnType<typeof explain>> = explain('550 5.1.1 No');
  const report: Known<ReturnType<typeof check>> = check('C: QUIT');
  void [octets, told.meaning, report.findings.length, version().length];
} catch (error) {
  if (error instanceof SmtpwireError) {
    const { code, reason, kind, detail, offset, verb, reply } = error;
    const known: ['usage' | 'peer' | 'limit' | 'timeout' | 'internal', number, string, string] = [kind, code, reason, detail];
    const more: [number | undefined, string | undefined, Reply | undefined] = [offset, verb, reply];
    const again: SmtpwireError = SmtpwireError.from(error.toJSON());
    void [known, more, again, error instanceof UsageError, error instanceof PeerError, error instanceof LimitError, error instanceof TimedOutError];
  }
}
void [command, waits, deadline, failure, sizes, transaction];

// What is wrong is found when it is compiled, not when it runs.
// @ts-expect-error a field that there is not
const misspelled: ClientConfig = { pipelning: true };
// @ts-expect-error a server has a name
const nameless: ServerConfig = {};
// @ts-expect-error no such decision
const undecided: ServerConfig = { hostname: 'a', decisions: ['everything'] };
// @ts-expect-error text is no octets
client.receiveData('220 mx', 0);
// @ts-expect-error an outcome is no event of a client
const mixed = (event: ClientEvent): boolean => event.type === 'outcome';
// @ts-expect-error an option that there is not
new Client({}, { tsl: { peer: 'mx.example' } });
// @ts-expect-error a server has no peer to expect
new Server({ hostname: 'a' }, { peer: 'mx.example' });
// @ts-expect-error a message has a sender, if only the null path
const senderless: Envelope = { to: ['c@d.example'] };
// @ts-expect-error the null path is said by the empty text
const unsaid: Envelope = { from: null, to: ['c@d.example'] };
// @ts-expect-error smtpwire makes its errors itself
new UsageError('x');
// @ts-expect-error how it is called inside is nobody's affair
client.call('noop');
void [misspelled, nameless, undecided, mixed, senderless, unsaid];
