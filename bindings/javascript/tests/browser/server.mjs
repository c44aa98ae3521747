// A small server for pages: files by their path in the URL, and bridges from WebSocket to TCP.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { extname, join, normalize } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/**
 * Serves folders under prefixes, and single pages; with a bridge, carries the octets of a WebSocket to a TCP port.
 * @param {{ folders: Record<string, string>, pages?: Record<string, string>, bridge?: { host: string, port: number } }} what
 */
export async function serve({ folders, pages = {}, bridge }) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages[pathname];
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    const prefix = Object.keys(folders).find((one) => pathname.startsWith(one));
    try {
      if (prefix === undefined) throw new Error('not found');
      const path = join(folders[prefix] ?? '', normalize(decodeURIComponent(pathname.slice(prefix.length))));
      const octets = readFileSync(path);
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(octets);
    } catch {
      // A browser asks for an icon by itself.
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }
  });
  if (bridge) server.on('upgrade', (request, socket) => carry(request, /** @type {net.Socket} */ (socket), bridge));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * A WebSocket (RFC 6455) of binary messages, each way of a TCP connection.
 * @param {http.IncomingMessage} request
 * @param {net.Socket} socket
 * @param {{ host: string, port: number }} to
 */
function carry(request, socket, to) {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.setNoDelay(true);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const tcp = net.connect({ ...to, noDelay: true });
  tcp.on('data', (octets) => socket.write(frame(2, Buffer.from(octets))));
  tcp.on('close', () => socket.end(frame(8, Buffer.alloc(0))));
  tcp.on('error', () => socket.destroy());
  socket.on('close', () => tcp.destroy());
  socket.on('error', () => tcp.destroy());
  let buffer = Buffer.alloc(0);
  socket.on('data', (octets) => {
    buffer = Buffer.concat([buffer, Buffer.from(octets)]);
    for (let message = unframe(buffer); message !== null; message = unframe(buffer)) {
      buffer = buffer.subarray(message.length);
      if (message.operation === 8) tcp.end();
      else if (message.operation <= 2) tcp.write(message.octets);
    }
  });
}

/**
 * @param {number} operation
 * @param {Buffer} octets
 */
function frame(operation, octets) {
  const head = octets.length < 126 ? Buffer.from([0x80 | operation, octets.length]) : Buffer.alloc(octets.length < 65536 ? 4 : 10);
  if (octets.length >= 126) {
    head[0] = 0x80 | operation;
    if (octets.length < 65536) {
      head[1] = 126;
      head.writeUInt16BE(octets.length, 2);
    } else {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(octets.length), 2);
    }
  }
  return Buffer.concat([head, octets]);
}

/**
 * The first message, unmasked; null while it is not whole.
 * @param {Buffer} buffer
 */
function unframe(buffer) {
  const [first = 0, second = 0] = buffer;
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const at = 2 + extra + 4; // what a browser sends is masked
  if (buffer.length < at) return null;
  const size = extra === 0 ? short : extra === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
  if (buffer.length < at + size) return null;
  const mask = buffer.subarray(at - 4, at);
  const octets = Buffer.from(buffer.subarray(at, at + size));
  for (let index = 0; index < octets.length; index += 1) octets[index] = (octets[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { operation: first & 0x0f, octets, length: at + size };
}
