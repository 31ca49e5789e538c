/** What the options of `duet tune pool` ask for: the target, and what is to bear it. */
import type { TuneSubject, TuneTarget } from '../results/tune.ts';
import type { TuneOptions } from './tune.ts';

/** @returns duet's own services in the order of the options; a workload's stacks follow each other. */
export function ownSubjects({
  workload,
  stack,
  form,
}: Pick<TuneOptions, 'workload' | 'stack' | 'form'>): (TuneSubject & { kind: 'own' })[] {
  return workload.flatMap((workload) =>
    stack.flatMap((stack) =>
      form
        // Node has no threads to run a `def` route on.
        .filter((form) => stack === 'python' || form === 'async')
        .map((form) => ({ kind: 'own' as const, stack, form, workload })),
    ),
  );
}

export const targetOf = ({ rate, p99, processes = 1, arrivals, rtt }: TuneOptions): TuneTarget => ({
  rate_per_s: rate,
  processes,
  arrivals,
  p99_ms: p99 ?? null,
  rtt_ms: rtt,
});

/** e.g. "node, hold", "python def, hold" or the command of the reader's service. */
export function nameOf(subject: TuneSubject): string {
  if (subject.kind === 'own') {
    return `${subject.stack}${subject.form === 'def' ? ' def' : ''}, ${subject.workload}`;
  }
  return subject.kind === 'command' ? subject.command : subject.url;
}
