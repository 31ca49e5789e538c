/** Which library's pool a service has: the values of the others would only stand in the reader's way. */
import type { TuneSubject } from '../../results/tune.ts';

export interface Libraries {
  sqlalchemy: boolean;
  pg: boolean;
}

/**
 * A reader's service says by its placeholders what kind of pool it has: one that grows beyond its size, as QueuePool
 * does, or one with a single bound, as pg.Pool. Where they say neither, both are shown.
 */
export function librariesOf(subject: TuneSubject): Libraries {
  if (subject.kind === 'own') return { sqlalchemy: subject.stack === 'python', pg: subject.stack === 'node' };
  const templates =
    subject.kind === 'command' ? [subject.command, ...Object.values(subject.env)] : [subject.hook ?? ''];
  const has = (placeholder: string) => templates.some((template) => template.includes(placeholder));
  if (has('{max_overflow}')) return { sqlalchemy: true, pg: false };
  return { sqlalchemy: has('{pool_size}') || !has('{pool_max}'), pg: true };
}
