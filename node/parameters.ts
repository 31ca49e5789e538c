/** What requests may hold, as schemas, and the same rules in words: both services refuse with equal texts. */
import { Type } from 'typebox';

/** The limit of a request's body. */
export const MAX_BODY_BYTES = 1_048_576;

const MAX_ID = 2_147_483_647;
const MAX_DELAY_MS = 5_000;
const MAX_SIZE = 200_000_000;
const MAX_USERS = 5_000;
const MAX_WORK = 1_000_000;
const MAX_FILE_NAME = 100;

/** Path and query values are text. Coercion would also take "1e3", " 1" and "0x1", so plain digits are checked. */
export const FORMATS: Record<string, (text: string) => boolean> = {
  'user-id': isDecimal(1, MAX_ID),
  'delay-ms': isDecimal(0, MAX_DELAY_MS),
  work: isDecimal(1, MAX_WORK),
};

/** Whether a text is a whole number within bounds, in plain digits. */
export function isDecimal(min: number, max: number): (text: string) => boolean {
  return (text) => /^[0-9]{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max;
}

export const UserParams = Type.Object({ id: Type.String({ format: 'user-id' }) });

const delayMs = Type.String({ format: 'delay-ms', default: '0' });
export const DelayQuery = Type.Object(
  { user_ms: delayMs, orders_ms: delayMs, reviews_ms: delayMs },
  { additionalProperties: false },
);

/** What a workload asks of the database: rows to count, and milliseconds to sleep. */
export const WorkQuery = Type.Object(
  {
    work: Type.String({ format: 'work', default: '25000' }),
    wait_ms: Type.String({ format: 'delay-ms', default: '50' }),
  },
  { additionalProperties: false },
);

export const StatsQuery = Type.Object(
  { restart: Type.Optional(Type.Literal('maxima')) },
  { additionalProperties: false },
);

export const FileBody = Type.Object(
  { file: Type.String({ pattern: `^[A-Za-z0-9][A-Za-z0-9._-]{0,${MAX_FILE_NAME - 1}}$` }) },
  { additionalProperties: false },
);

export const SizeBody = Type.Object(
  { size: Type.Integer({ minimum: 1, maximum: MAX_SIZE }) },
  { additionalProperties: false },
);

export const UsersBody = Type.Object(
  { users: Type.Integer({ minimum: 1, maximum: MAX_USERS }) },
  { additionalProperties: false },
);

/** To follow a name in a sentence. */
export function wholeNumberRule(min: number, max: number): string {
  return `must be a whole number from ${min} to ${max}`;
}

/** Per parameter what it must be, to follow its name in a sentence. */
export const RULES: Record<string, string> & { body: string } = {
  id: wholeNumberRule(1, MAX_ID),
  user_ms: wholeNumberRule(0, MAX_DELAY_MS),
  orders_ms: wholeNumberRule(0, MAX_DELAY_MS),
  reviews_ms: wholeNumberRule(0, MAX_DELAY_MS),
  work: wholeNumberRule(1, MAX_WORK),
  wait_ms: wholeNumberRule(0, MAX_DELAY_MS),
  restart: 'must be "maxima"',
  file: `must be a name of 1 to ${MAX_FILE_NAME} letters, digits, dots, hyphens and underscores, the first a letter or digit`,
  size: wholeNumberRule(1, MAX_SIZE),
  users: wholeNumberRule(1, MAX_USERS),
  body: 'the body must be a JSON object sent as application/json',
};
