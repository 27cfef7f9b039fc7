import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { createReadAddress } from './client-address.js';

function addressOf(connection: string, forwarded: string | undefined, trusted: number): string {
  const message = { socket: { remoteAddress: connection }, headers: { 'x-forwarded-for': forwarded } };
  return createReadAddress(trusted)(message as unknown as IncomingMessage);
}

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:a:b:1:2:3:4', '2001:db8:a:b::/64'],
  ['2001:DB8:a:b::9', '2001:db8:a:b::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8::', '2001:db8:0:0::/64'],
  ['64:ff9b::10.0.0.1', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('of the connection %s is %s, whatever the client says', (connection, address) => {
  expect(addressOf(connection, '203.0.113.9', 0)).toBe(address);
});

it.each([
  [1, '198.51.100.1', '198.51.100.1'],
  [1, '203.0.113.9, 198.51.100.1', '198.51.100.1'],
  [2, '203.0.113.9, 198.51.100.1, 10.0.0.3', '198.51.100.1'],
  [1, '203.0.113.9,2001:db8::5', '2001:db8:0:0::/64'],
  [2, '198.51.100.1', '198.51.100.1'],
  [1, undefined, '10.0.0.2'],
  [1, '198.51.100.1, unknown', '10.0.0.2'],
])('behind %d proxies, told %s, is %s', (trusted, forwarded, address) => {
  expect(addressOf('10.0.0.2', forwarded, trusted)).toBe(address);
});
