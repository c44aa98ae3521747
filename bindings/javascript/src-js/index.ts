// The public interface, which is the same on Node's addon and on WebAssembly.

export { Client, ClientSetup } from './client.js';
export * from './codec.js';
export { Connection, type Pumped, type Waits } from './connection.js';
export * from './diagnose.js';
export {
  type ErrorKind,
  type Failure,
  InternalError,
  LimitError,
  PeerError,
  SmtpwireError,
  TimedOutError,
  UsageError,
} from './errors.js';
export { Mailer, MailerSetup } from './mailer.js';
export type { Octets, OwnOctets } from './octets.js';
export { Resource } from './runtime.js';
/** @internal */
export { type Signature, signatures } from './runtime.js';
export { Server, ServerSetup } from './server.js';
export { ConnectionSetup } from './setup.js';
export * from './tls.js';
export type * from './types.js';
