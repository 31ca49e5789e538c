/** The options of `duet export`, whichever load generator it writes for. */
import { type Command, InvalidArgumentError } from 'commander';
import { MOST_EXPORTED } from '../results/attack-name.ts';
import { PATTERNS, PROFILES, STACKS } from '../results/name-lists.ts';
import { hide, hideSecrets } from '../secrets.ts';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { duration, integer, name, profileName } from './values.ts';

const EXPORT_OPTIONS = {
  cell: {
    flags: '--cell <pattern/variant>',
    description: "the requests of a cell of duet's services, e.g. pooling/after",
    parse: cell,
  },
  service: {
    flags: '--service <name>',
    description: `the service of the cell: ${STACKS.join(', ')}`,
    parse: name(STACKS, 'service'),
    fallback: 'node',
  },
  profile: {
    flags: '--profile <name>',
    description: `the sizes and delays of the cell: ${PROFILES.join(', ')}`,
    parse: profileName,
    fallback: 'standard',
  },
  request: {
    flags: '--request <name>',
    description: 'a request of your own service, by its name in its configuration',
  },
  config: {
    flags: '--config <file>',
    description: 'what your service is (default: duet.config.ts, .mts, .js, .mjs or .json in this folder)',
  },
  url: {
    flags: '--url <address>',
    description: 'where the service is for those that send the requests',
    parse: address,
    fallback: 'http://service:8080',
  },
  rate: {
    flags: '--rate <n>',
    description: 'requests per second, of all pods together',
    parse: integer(1, MOST_EXPORTED.ratePerS),
    fallback: 2_000,
  },
  duration: {
    flags: '--duration <time>',
    description: 'how long they are sent, e.g. 60s or 5m',
    parse: duration,
    fallback: 60_000,
    fallbackText: '60s',
  },
  workers: {
    flags: '--workers <n>',
    description: 'the number of pods that share the rate',
    parse: integer(1, MOST_EXPORTED.pods),
    fallback: 4,
  },
  seed: {
    flags: '--seed <n>',
    description: 'seed of the numbers and UUIDs in the requests (default: from the clock)',
    parse: integer(0, 2 ** 31 - 1),
  },
  dir: { flags: '--dir <folder>', description: 'where the files are written', fallback: 'exported' },
  force: { flags: '--force', description: 'write into a folder that is not empty', fallback: false },
} as const satisfies Record<string, Declared>;

export type ExportOptions = OptionsOf<typeof EXPORT_OPTIONS>;

export const addExportOptions = (command: Command): Command => addDeclared(command, EXPORT_OPTIONS);

/** Which variants there are is known with the patterns, which are not loaded for this. */
function cell(value: string): { pattern: (typeof PATTERNS)[number]; variant: string } {
  const [, pattern, variant] = /^([^/]+)\/([^/]+)$/.exec(value) ?? [];
  if (pattern === undefined || variant === undefined) {
    throw new InvalidArgumentError('It must be a pattern and a variant, such as pooling/after.');
  }
  return { pattern: name(PATTERNS, 'pattern')(pattern), variant };
}

/** Without a slash at its end, for paths begin with one. */
function address(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.password) hide(decodeURIComponent(url.password));
  // A URL leaves out line ends and the like, which whatever is written of it would not.
  const isPlain = !/[\s\p{Cc}]/u.test(value);
  if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError(`It must be an address such as http://service:8080, and not ${hideSecrets(value)}.`);
  }
  return value.replace(/\/+$/, '');
}
