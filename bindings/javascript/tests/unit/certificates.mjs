// A root and a server's certificate for `localhost` and `mx.example`, made anew by the openssl command.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The files, and what stands in them; they go when the process ends. */
export function certificates() {
  const folder = mkdtempSync(join(tmpdir(), 'smtpwire-certificates-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const at = (/** @type {string} */ name) => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const openssl = (/** @type {string[]} */ ...options) =>
    execFileSync('openssl', ['req', '-x509', ...key, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  openssl(
    '-keyout', at('root.key'), '-out', at('root.pem'), '-subj', '/CN=Example CA',
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign',
  );
  openssl(
    '-CA', at('root.pem'), '-CAkey', at('root.key'), '-keyout', at('server.key'), '-out', at('server.pem'),
    '-subj', '/CN=mx.example', '-addext', 'basicConstraints=critical,CA:FALSE',
    '-addext', 'subjectAltName=DNS:mx.example,DNS:localhost,IP:127.0.0.1',
  );
  const read = (/** @type {string} */ name) => readFileSync(at(name), 'utf8');
  return {
    files: { root: at('root.pem'), certificate: at('server.pem'), key: at('server.key') },
    root: read('root.pem'),
    certificate: read('server.pem'),
    key: read('server.key'),
  };
}
