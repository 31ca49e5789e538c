/** Errors a user can act on. The top-level catch prints them without a stack and exits with their code. */

/** Exit codes of the CLI, as the design names them. */
export const EXIT = {
  fine: 0,
  regression: 1,
  usage: 2,
  disagreement: 3,
  environment: 4,
  invalid: 5,
  interrupted: 130,
} as const;

export interface Where {
  pattern?: string;
  stack?: string;
  variant?: string;
  /** Of a diff: base or head. */
  side?: string;
  phase?: string;
}

/** What failed, in which cell and phase, why, and what to try next. */
export class DuetError extends Error {
  override name = 'DuetError';
  readonly exitCode: number;
  readonly hint: string | undefined;
  readonly where: Where;

  constructor(
    message: string,
    options: { exitCode: number; hint?: string | undefined; where?: Where; cause?: unknown } = { exitCode: 4 },
  ) {
    super(maskPasswords(message), { cause: options.cause });
    this.exitCode = options.exitCode;
    this.hint = options.hint;
    this.where = options.where ?? {};
  }
}

/** The run was stopped by SIGINT or SIGTERM; finished samples are on disk. */
export class Interrupted extends DuetError {
  override name = 'Interrupted';
  constructor(signal: string) {
    super(`stopped by ${signal}`, { exitCode: EXIT.interrupted });
  }
}

/** `pattern/stack/variant of side (phase)`, leaving out what is not known. */
export function formatWhere(where: Where): string {
  const cell = [where.pattern, where.stack, where.variant].filter(Boolean).join('/');
  const ofSide = [cell, where.side].filter(Boolean).join(' of ');
  return where.phase ? `${ofSide} (${where.phase})` : ofSide;
}

/** The end of a name whose value nobody else should read, e.g. password, DB_PASS, API_KEY, SECRET_KEY_BASE. */
const SECRET =
  '[\\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret(?:_?key)?(?:_?base)?|token|(?:api|access|private|auth)[_-]?key)';
/** The same for the name of a header, e.g. Authorization, Set-Cookie, X-Api-Key. */
const SECRET_HEADER = '(?:[\\w-]*(?:authorization|cookie)|[\\w-]+-(?:password|secret|token|key))';
/** A value in quotes, or up to white space. */
const VALUE = `(?:'[^']*'|"[^"]*"|[^\\s'"]+)`;

/**
 * Replaces the password of every URL in a text, what is assigned to the name of a secret (NAME=…, --name …, "name": …) and
 * the header that holds one, so that no log, error or report shows one. An address ends at white space or a quote; up to
 * its last @ everything may belong to a password that nobody encoded.
 */
export function maskPasswords(text: string): string {
  return text
    .replace(/([\w+.-]+:\/\/[^\s":/@]*):[^\s"]+@/g, '$1:***@')
    .replace(new RegExp(`\\b(${SECRET}=)[^\\s"&]+`, 'gi'), '$1***')
    .replace(new RegExp(`(--${SECRET} +)(?!-)${VALUE}`, 'gi'), '$1***')
    .replace(new RegExp(`("${SECRET}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s,}\\]]+)`, 'gi'), '$1"***"')
    .replace(new RegExp(`\\b(${SECRET_HEADER}: *)[^"'\\r\\n]+`, 'gi'), '$1***');
}

/** The value of a variable, as it may be shown. */
export function maskVariable(name: string, value: string): string {
  return new RegExp(`^${SECRET}$`, 'i').test(name) ? '***' : maskPasswords(value);
}

/** The value of a header, as it may be shown. */
export function maskHeader(name: string, value: string): string {
  return new RegExp(`^(?:${SECRET_HEADER}|${SECRET})$`, 'i').test(name) ? '***' : maskPasswords(value);
}

/** What a user asked for, or gave, and cannot have (exit 2). */
export const refused = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.usage, hint });
