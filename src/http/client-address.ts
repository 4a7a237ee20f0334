import { isIPv6 } from 'node:net';

/**
 * One caller for the limits: an IPv4 address, or the /64 of an IPv6 one, since a single subscriber has all of that
 * (RFC 6177).
 */
export function clientNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? `${firstHalf(address)}::/64` : address;
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.split('%', 1)[0]?.toLowerCase().split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing =
    tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  const whole = [...groups, ...Array<string>(missing).fill('0'), ...(tail?.split(':') ?? [])];
  return whole.slice(0, 4).map(withoutZeros).join(':');
}

const withoutZeros = (group: string): string => group.replace(/^0+(?=.)/, '');
