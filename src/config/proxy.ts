import { BlockList, isIP } from 'node:net';
import type { ProxyFor } from '../outbound/proxy-for';
import { ConfigError } from './config-error';

/** An entry of NO_PROXY: a name and all below it, perhaps at one port, or a range of addresses. */
type Exception = (host: string, port: string) => boolean;

const defaultPorts: Partial<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Which proxy the environment names for an address, as curl reads it: `HTTPS_PROXY` and `HTTP_PROXY` by the scheme of the
 * address, else `ALL_PROXY`, and `NO_PROXY` for what is reached directly; the name in small letters comes first. Unlike
 * curl, this machine itself is always reached directly: a proxy would take it for its own.
 * @returns undefined when it names none
 * @throws ConfigError for one that cannot be used, without its value, which may hold a password
 */
export function readProxy(env: NodeJS.ProcessEnv): ProxyFor | undefined {
  const all = readOne(env, 'ALL_PROXY');
  const byScheme: Partial<Record<string, URL>> = {
    'https:': readOne(env, 'HTTPS_PROXY') ?? all,
    'http:': readOne(env, 'HTTP_PROXY') ?? all,
  };
  if (byScheme['https:'] === undefined && byScheme['http:'] === undefined) return undefined;
  const exceptions = valueOf(env, 'NO_PROXY')
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .map(exceptionOf);
  return (address) => {
    const { protocol, hostname, port } = new URL(address);
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (isThisMachine(host)) return undefined;
    const at = port === '' ? (defaultPorts[protocol] ?? '') : port;
    return exceptions.some((matches) => matches(host, at)) ? undefined : byScheme[protocol];
  };
}

function valueOf(env: NodeJS.ProcessEnv, name: string): string {
  return env[name.toLowerCase()] || env[name] || '';
}

function readOne(env: NodeJS.ProcessEnv, name: string): URL | undefined {
  const value = valueOf(env, name);
  if (value === '') return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  // Where no port is said, programs differ: curl takes 1080, others 80.
  const hasPort = /:\d+\/?$/.test(address);
  if (proxy !== undefined && hasPort && /^https?:$/.test(proxy.protocol)) return proxy;
  throw new ConfigError(
    `The environment cannot be used:\n  ${name}: use the address of an HTTP proxy with its port, like http://proxy.example:3128`,
  );
}

function isThisMachine(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || thisMachine.check(host, kindOf(host))
  );
}

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8);
thisMachine.addAddress('::1', 'ipv6');

function kindOf(host: string): 'ipv4' | 'ipv6' {
  return isIP(host) === 6 ? 'ipv6' : 'ipv4';
}

function exceptionOf(entry: string): Exception {
  if (entry === '*') return () => true;
  const range = /^\[?([\da-f.:]+)\]?\/(\d{1,3})$/i.exec(entry);
  const [, network = '', length = ''] = range ?? [];
  if (isIP(network) !== 0 && Number(length) <= (isIP(network) === 6 ? 128 : 32)) {
    const addresses = new BlockList();
    addresses.addSubnet(network, Number(length), kindOf(network));
    return (host) => isIP(host) !== 0 && addresses.check(host, kindOf(host));
  }
  // An IPv6 address without brackets has no port behind it.
  const parts = isIP(entry) === 6 ? undefined : /^(.+?)(?::(\d+))?$/.exec(entry);
  const name = (parts?.[1] ?? entry)
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  const port = parts?.[2];
  return (host, at) =>
    (port === undefined || port === at) &&
    (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}
