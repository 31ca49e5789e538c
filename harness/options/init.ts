/** The options of `duet init`, beside those that say a part of the service at once. */
import type { Command } from 'commander';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { STACK_OPTIONS } from './selection.ts';
import { DESCRIBED_SERVICE } from './service.ts';

const { config: _, ...PARTS } = DESCRIBED_SERVICE;

const INIT_OPTIONS = {
  yes: { flags: '--yes', description: 'ask nothing, and take the first guess where several are possible' },
  force: { flags: '--force', description: 'write over the file that is there' },
  json: { flags: '--json', description: 'write duet.config.json instead of duet.config.ts' },
  openapi: { flags: '--openapi <file>', description: 'take the requests from the examples of an OpenAPI document' },
  har: { flags: '--har <file>', description: 'take the requests from a HAR file, as browsers save it' },
  harHost: {
    flags: '--har-host <name>',
    description: 'the host in it whose requests are meant (default: this machine, or the only one)',
  },
  allMethods: {
    flags: '--all-methods',
    description: 'also take requests that may change something, not only those with GET',
  },
  out: { ...STACK_OPTIONS.out, description: 'where the logs of the trial and what it built are written' },
  skipTrial: { flags: '--skip-trial', description: 'write the file without starting the service' },
  ...PARTS,
} as const satisfies Record<string, Declared>;

export type InitOptions = OptionsOf<typeof INIT_OPTIONS>;

export const addInitOptions = (command: Command): Command => addDeclared(command, INIT_OPTIONS);
