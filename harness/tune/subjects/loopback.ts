/** Load is driven at this machine only, unless a host is named: a typing error must not become an attack. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { DuetError, EXIT, refused } from '../../errors.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * The address of a service that runs already, without a slash at its end.
 * @param allowed hosts beyond loopback that may be driven, by the names that stand in the address.
 * @throws DuetError (exit 2) when it is no plain address, or when its host is another machine that nobody
 * allowed; (exit 4) when its name is not known.
 */
export async function readServiceUrl(given: string, allowed: readonly string[]): Promise<string> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw refused(`--url ${given}: it must begin with http:// or https://`, 'http://127.0.0.1:8000');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw refused(`--url ${given}: only a host, a port and a path can be used`, 'http://127.0.0.1:8000');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowed.includes(host)) await refuseOtherMachines(host);
  return url.href.replace(/\/+$/, '');
}

async function refuseOtherMachines(host: string): Promise<void> {
  const addresses = await lookup(host, { all: true }).catch((cause: Error) => {
    throw new DuetError(`--url: the host ${host} is not known: ${cause.message}`, {
      exitCode: EXIT.environment,
      hint: 'check the name',
      cause,
    });
  });
  const strange = addresses.find(({ address }) => !loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'));
  if (strange === undefined) return;
  const is = strange.address === host ? 'is' : `is ${strange.address}, which is`;
  throw refused(
    `--url: ${host} ${is} not this machine, and duet sends load to other hosts only if you allow it`,
    `use --allow-host ${host} if you may put load on it`,
  );
}
