/** The service's settings: read from environment variables, validated once, refused on a bad one. */
import { statSync } from 'node:fs';
import { type StaticDecode, type TString, Type } from 'typebox';
import { Value } from 'typebox/value';
import { isDecimal, wholeNumberRule } from './parameters.ts';

/** A client's idle connection is kept this long. */
export const KEEP_ALIVE_MS = 75_000;

/** A request that is not complete after this time is refused, and its connection closed. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** The most connections of clients at a time; one more is closed at once. Most systems let a process open 1,024 files. */
export const MAX_CLIENTS = 900;

const MAX_CONNECTIONS = 1_000;
const MAX_TIMEOUT_MS = 600_000;

/** A variable that is missing or out of bounds; the message names it and never repeats its value. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** An address with one of these schemes. */
function address(...schemes: string[]) {
  const isAddress = (text: string) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1));
  return Type.Refine(Type.String(), isAddress, () => `must be an address that starts with ${schemes[0]}://`);
}

function folder() {
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return Type.Refine(Type.String(), isFolder, () => 'must be an existing folder');
}

/** Plain digits: coercion would also take "1e3", " 1" and "0x1". */
function digits(min: number, max: number, text: TString) {
  return Type.Refine(text, isDecimal(min, max), () => wholeNumberRule(min, max));
}

function wholeNumber(min: number, max: number, fallback: number) {
  return Type.Decode(digits(min, max, Type.String({ default: String(fallback) })), Number);
}

/** SQLAlchemy has "unlimited" for this, a pg.Pool has nothing. */
function bound(min: number, max: number, text: TString) {
  const why = 'cannot be unlimited here: a pg.Pool always has a bound';
  const bounded = Type.Refine(
    text,
    (value) => value !== 'unlimited',
    () => why,
  );
  return Type.Decode(digits(min, max, bounded), Number);
}

/** 0 or 1. */
function flag() {
  return Type.Decode(digits(0, 1, Type.String({ default: '0' })), (bit) => Number(bit) === 1);
}

/** A field's variable has its name in capitals. A refinement's error is its rule, to follow that name. */
const Variables = Type.Object({
  /** postgresql:// address; may hold a password, so it is never printed. */
  databaseUrl: address('postgresql', 'postgres'),
  /** http(s):// address of the external API, without a slash at the end. */
  upstreamUrl: Type.Decode(address('http', 'https'), (url) => url.replace(/\/+$/, '')),
  /** Folder of the files that the streaming pattern may read. */
  filesDir: folder(),
  host: Type.String({ default: '127.0.0.1' }),
  /** 0 for any free port. */
  port: wholeNumber(0, 65_535, 0),
  poolSize: bound(1, MAX_CONNECTIONS, Type.String({ default: '20' })),
  maxOverflow: bound(0, MAX_CONNECTIONS, Type.String({ default: '10' })),
  /** The most connections that the pool opens: pool size and overflow together, unless set by itself. */
  poolMax: Type.Optional(bound(1, 2 * MAX_CONNECTIONS, Type.String())),
  /** How long a request may wait for a connection. */
  poolTimeoutMs: wholeNumber(1, MAX_TIMEOUT_MS, 5_000),
  /** An idle connection is closed after this time; 0 for never. */
  poolIdleTimeoutMs: wholeNumber(0, 86_400_000, 0),
  /** A connection is closed after it was given out so often; 0 for no bound. */
  poolMaxUses: wholeNumber(0, 1_000_000_000, 0),
  connectTimeoutMs: wholeNumber(1, MAX_TIMEOUT_MS, 5_000),
  upstreamConnections: wholeNumber(1, MAX_CONNECTIONS, 10),
  upstreamTimeoutMs: wholeNumber(1, MAX_TIMEOUT_MS, 10_000),
  /** Threads of the warm worker pool. */
  workers: wholeNumber(1, 64, 2),
  /** Shut down when stdin ends, which it does when the owner of this process dies. */
  exitWithParent: flag(),
});

export type Settings = StaticDecode<typeof Variables> & { poolMax: number };

/** Reads the settings. An empty variable counts as unset. Throws SettingsError. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const fields = Object.keys(Variables.properties);
  const given = fields.map((field) => [field, environment[variableOf(field)]]).filter(([, value]) => value);
  const values = Value.Default(Variables, Object.fromEntries(given));
  // What is missing comes first, then what is wrong in the order of the fields.
  const [first] = Value.Errors(Variables, values);
  if (first?.keyword === 'required') {
    throw new SettingsError(`${variableOf(first.params.requiredProperties[0] as string)} must be set`);
  }
  if (first) throw new SettingsError(`${variableOf(first.instancePath.slice(1))} ${first.message}`);
  const settings = Value.Decode(Variables, values);
  return { ...settings, poolMax: settings.poolMax ?? settings.poolSize + settings.maxOverflow };
}

/** poolSize is POOL_SIZE in the environment. */
function variableOf(field: string): string {
  return field.replace(/[A-Z]/g, '_$&').toUpperCase();
}
