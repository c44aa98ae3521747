// The packages as the tests see them: `smtpwire` and `smtpwire-wasm` have the same names and shapes, so
// that the tests are checked against one of them and run against both.

import type * as packages from 'smtpwire-wasm';

export type Api = typeof packages;
export type { Client, Mailer, Server } from 'smtpwire-wasm';
export type Event = packages.ClientEvent | packages.MailerEvent | packages.ServerEvent;
export type Connection = packages.Client | packages.Mailer | packages.Server;
