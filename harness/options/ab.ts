/** The options of `duet ab` that set its two ways apart, a and b. */
import type { Command } from 'commander';
import { refused } from '../errors.ts';
import type { DiffHeader, DiffService, SideName, WayParts } from '../results/schema.ts';
import { shownAssignment, shownCommand, shownVariable } from '../secrets.ts';
import type { ReadService } from '../service/read-config.ts';
import { addDeclared, type Declared, type OptionsOf } from './declared.ts';
import { NO_TEXTS, type Texts, variable } from './service-values.ts';

const REQUEST = { description: 'the request that it alone is asked for, by its name' };
const START = { description: 'the command that starts it, in place of the one that both have' };
const VARIABLES = {
  description: 'an environment variable that it alone has; repeatable',
  parse: variable,
  fallback: NO_TEXTS,
};

const AB_OPTIONS = {
  aRequest: { flags: '--a-request <name>', ...REQUEST },
  bRequest: { flags: '--b-request <name>', ...REQUEST },
  aStart: { flags: '--a-start <line>', ...START },
  bStart: { flags: '--b-start <line>', ...START },
  aEnv: { flags: '--a-env <NAME=value>', ...VARIABLES },
  bEnv: { flags: '--b-env <NAME=value>', ...VARIABLES },
} as const satisfies Record<string, Declared>;

export type AbOptions = OptionsOf<typeof AB_OPTIONS>;

export const addAbOptions = (command: Command): Command => addDeclared(command, AB_OPTIONS);

/** One of two ways. */
export interface Way {
  /** What sets it apart, as it may be shown. */
  shown: string;
  /** The name of the one request that it is asked for; undefined where both are asked for all. */
  request?: string;
  start?: string;
  env: Texts;
}

export type Ways = Readonly<Record<SideName, Way>>;

/**
 * The two ways: a stands where a diff has base, and b where it has head.
 * @throws DuetError (exit 2) where nothing sets them apart, or one request alone is named.
 */
export function readWays(options: AbOptions, { requests }: Pick<ReadService, 'requests'>): Ways {
  const { aRequest, bRequest, aStart, bStart, aEnv, bEnv } = options;
  if ((aRequest === undefined) !== (bRequest === undefined))
    throw refused('--a-request and --b-request belong together', 'name one of each, or neither to ask both for all');
  for (const name of [aRequest, bRequest]) {
    if (name === undefined || requests.some((one) => one.name === name)) continue;
    const known = requests.map((one) => one.name).join(', ');
    throw refused(`there is no request ${name}`, `there are ${known}; --request "${name}=GET /path" describes one`);
  }
  const ways = {
    base: wayOf({ request: aRequest, start: aStart, env: aEnv }),
    head: wayOf({ request: bRequest, start: bStart, env: bEnv }),
  };
  if (ways.base.shown !== ways.head.shown) return ways;
  throw refused(
    'a and b are the same',
    'set them apart: --b-env NAME=value, --b-start "…", or --a-request and --b-request',
  );
}

function wayOf({ request, start, env }: { request: string | undefined; start: string | undefined; env: Texts }): Way {
  const parts = [
    ...(request === undefined ? [] : [request]),
    ...(start === undefined ? [] : [shownCommand(start)]),
    ...Object.entries(env).map(([name, value]) => shownAssignment(`${name}=${value}`)),
  ];
  return {
    shown: parts.length === 0 ? 'as it is' : parts.join(' '),
    ...(request === undefined ? {} : { request }),
    ...(start === undefined ? {} : { start }),
    env,
  };
}

/** What sets a way apart, as the header of a run keeps it. */
export function partsOf({ request, start, env }: Way): WayParts {
  const shown = {
    ...(request === undefined ? {} : { request }),
    ...(start === undefined ? {} : { start: shownCommand(start) }),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, shownVariable(name, value)])),
  };
  const isShown = shown.start === start && Object.entries(env).every(([name, value]) => shown.env[name] === value);
  return isShown ? shown : { ...shown, hidden: true };
}

type StoredWays = NonNullable<DiffService['ways']>;

/**
 * The ways of a run that goes on: those that it was begun with, or the same typed again.
 * @throws DuetError (exit 2) where others are typed, or where they have to be typed, because a secret is not kept.
 */
export function waysAgain(
  options: AbOptions,
  service: Pick<ReadService, 'requests'>,
  { id, command, ...header }: Pick<DiffHeader, 'id' | 'command' | 'service'>,
): Ways {
  const stored = header.service?.ways;
  if (stored === undefined) throw refused(`${id} is a diff`, `duet diff --resume ${id} goes on with it`);
  if (isTyped(options)) {
    const typed = readWays(options, service);
    if (typed.base.shown === stored.a && typed.head.shown === stored.b) return typed;
    throw refused(
      `--resume continues ${id} as it was begun, with a: ${stored.a}, and b: ${stored.b}`,
      'leave out what sets a and b apart, or start a new one without --resume',
    );
  }
  const { parts } = stored;
  if (parts !== undefined && !parts.a.hidden && !parts.b.hidden) return readWays(optionsOf(parts), service);
  throw refused(
    `a secret is among what sets a and b of ${id} apart, and is not kept`,
    `give the options again that it was begun with: duet ${command}`,
  );
}

const isTyped = ({ aEnv, bEnv, ...others }: AbOptions): boolean =>
  [others.aRequest, others.bRequest, others.aStart, others.bStart].some((one) => one !== undefined) ||
  [aEnv, bEnv].some((env) => Object.keys(env).length > 0);

const optionsOf = ({ a, b }: NonNullable<StoredWays['parts']>): AbOptions => ({
  ...(a.request === undefined ? {} : { aRequest: a.request }),
  ...(b.request === undefined ? {} : { bRequest: b.request }),
  ...(a.start === undefined ? {} : { aStart: a.start }),
  ...(b.start === undefined ? {} : { bStart: b.start }),
  ...{ aEnv: a.env, bEnv: b.env },
});
