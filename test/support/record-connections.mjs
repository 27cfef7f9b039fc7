// Loaded into every process of a network under test (NODE_OPTIONS=--import): appends each host that the process
// connects to, looks up or sends a datagram to, one per line, to the file named by RECORD_CONNECTIONS.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = process.env.RECORD_CONNECTIONS;
const record = (kind, host, port) => appendFileSync(file, `${kind} ${host} ${port ?? ''}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = args;
  const target = Array.isArray(first) ? first[0] : first;
  if (typeof target === 'object' && target !== null && !target.path)
    record('connect', target.host ?? 'localhost', target.port);
  if (typeof target === 'number') record('connect', typeof args[1] === 'string' ? args[1] : 'localhost', target);
  return connect.apply(this, args);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  record('datagram', String(args.find((argument) => typeof argument === 'string')));
  return send.apply(this, args);
};

for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const original = dns[name];
  dns[name] = function (host, ...rest) {
    record('lookup', host);
    return original.call(this, host, ...rest);
  };
}
