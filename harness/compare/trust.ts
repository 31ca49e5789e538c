/** Whether the numbers of a run may be used, as codes. */
import type { DistrustCode, PatternName, StackName, Summary } from '../results/schema.ts';

/**
 * Why no number of a pattern in a stack may be used; empty where all may. A control that moved takes with it what was
 * measured beside it, for nothing differed there.
 */
export function distrustOf(
  { status, validity, controls = [] }: Pick<Summary, 'status' | 'validity' | 'controls'>,
  place: { pattern: PatternName; stack: StackName },
): DistrustCode[] {
  const moved = controls.some(
    (control) => control.moved && control.pattern === place.pattern && control.stack === place.stack,
  );
  return [
    ...(status === 'partial' ? (['run-partial'] as const) : []),
    ...(validity?.trustworthy === false ? (['run-invalid'] as const) : []),
    ...(moved ? (['control-moved'] as const) : []),
  ];
}
