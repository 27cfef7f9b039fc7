import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Tells where a request comes from, so that callers without a token are told apart. */
export type ReadAddress = (message: IncomingMessage) => string;

/**
 * Reads the address of the connection, or what the outermost of so many trusted proxies says of it: each adds the
 * address that it sees to the right of `X-Forwarded-For`, and what stands left of theirs is the client's own invention.
 */
export function createReadAddress(trustedProxies: number): ReadAddress {
  return ({ socket, headers }) => {
    const connection = socket.remoteAddress ?? '';
    if (trustedProxies === 0) return networkOf(connection);
    const seen = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .slice(-trustedProxies);
    const outermost = seen[0]?.trim() ?? '';
    return networkOf(isIP(outermost) === 0 ? connection : outermost);
  };
}

/** An IPv4 address, or the 64 bits of an IPv6 address that a provider hands out: whoever has them has all the rest. */
function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [before = '', after] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const left = groupsOf(before);
  const right = groupsOf(after ?? '');
  const zeros = after === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** The last group may be written as IPv4, which is two. */
function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
