/** Which values of a setting a reader's service is given. */
import type { Subject } from '../subject.ts';
import { type Placeholder, SIZE_PLACEHOLDERS, TIMEOUT_PLACEHOLDERS } from './template.ts';

export function takenValues(placeholders: ReadonlySet<Placeholder>): NonNullable<Subject['takes']> {
  const has = (names: readonly Placeholder[]) => names.some((name) => placeholders.has(name));
  return {
    size: has(SIZE_PLACEHOLDERS),
    overflow: has(['max_overflow']),
    timeout: has(TIMEOUT_PLACEHOLDERS),
  };
}
