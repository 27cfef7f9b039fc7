import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Fault } from '../errors.js';
import { securityHeaders } from './security-headers.js';
import { writeFault } from './write-response.js';

/** Answers what Node could not read as a message of HTTP, or not in time, and ends the connection. */
export function refuseMessage(error: Error, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // Plain JSON whatever the client takes: its headers were not read.
  const { status, type, body } = writeFault(faultOf(error), 'application/json', '');
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `content-type: ${type}; charset=utf-8`,
    `content-length: ${body.length}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  socket.destroySoon(); // not `end`: the client may go on sending for ever
}

function faultOf(error: Error & { readonly code?: string }): Fault {
  if (error.code === 'HPE_HEADER_OVERFLOW') return new Fault('HEADERS_TOO_LARGE');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Fault('REQUEST_TIMEOUT');
  return new Fault('BAD_REQUEST');
}
