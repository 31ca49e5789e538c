/** Errors a user can act on. The top-level catch prints them without a stack and exits with their code. */

import { EXIT } from './exit-codes.ts';
import { hideSecrets } from './secrets.ts';

export { EXIT };

export interface Where {
  pattern?: string;
  stack?: string;
  variant?: string;
  /** In a diff: base or head. */
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
    options: { exitCode: number; hint?: string | undefined; where?: Where; cause?: unknown } = {
      exitCode: EXIT.environment,
    },
  ) {
    super(hideSecrets(message), { cause: options.cause });
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

/** `pattern/stack/variant of side (phase)`, leaving out what is not known; a request of a reader's service by its name. */
export function formatWhere(where: Where): string {
  const place = where.pattern === 'request' ? [] : [where.pattern, where.stack];
  const cell = [...place, where.variant].filter(Boolean).join('/');
  const ofSide = [cell, where.side].filter(Boolean).join(' of ');
  if (!where.phase) return ofSide;
  return ofSide ? `${ofSide} (${where.phase})` : where.phase;
}

/** What a user asked for, or gave, and cannot have (exit 2). */
export const refused = (message: string, hint: string) => new DuetError(message, { exitCode: EXIT.usage, hint });
