/** What requests may hold, as schemas, and the same rules in words: both services refuse with equal texts. */
import { Type } from 'typebox';

const MAX_ID = 2_147_483_647;
const MAX_DELAY_MS = 5_000;
const MAX_SIZE = 200_000_000;
const MAX_USERS = 5_000;
const MAX_WORK = 1_000_000;

/** Path and query values are text. Coercion would also take "1e3", " 1" and "0x1", so plain digits are checked. */
export const FORMATS: Record<string, (text: string) => boolean> = {
  'user-id': (text) => isDecimal(text, 1, MAX_ID),
  'delay-ms': (text) => isDecimal(text, 0, MAX_DELAY_MS),
  work: (text) => isDecimal(text, 1, MAX_WORK),
};

function isDecimal(text: string, min: number, max: number): boolean {
  return /^[0-9]{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max;
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
  { file: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' }) },
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

const wholeNumber = (min: number, max: number) => `must be a whole number from ${min} to ${max}`;

/** Per parameter what it must be, to follow its name in a sentence. */
export const RULES: Record<string, string> & { body: string } = {
  id: wholeNumber(1, MAX_ID),
  user_ms: wholeNumber(0, MAX_DELAY_MS),
  orders_ms: wholeNumber(0, MAX_DELAY_MS),
  reviews_ms: wholeNumber(0, MAX_DELAY_MS),
  work: wholeNumber(1, MAX_WORK),
  wait_ms: wholeNumber(0, MAX_DELAY_MS),
  restart: 'must be "maxima"',
  file: 'must be a name of 1 to 100 letters, digits, dots, hyphens and underscores, the first a letter or digit',
  size: wholeNumber(1, MAX_SIZE),
  users: wholeNumber(1, MAX_USERS),
  body: 'the body must be a JSON object sent as application/json',
};
