/** What the bench of the gate keeps of each diff, a line of JSON, and what it reads from that again. Pure but for I/O. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DiffResults, PatternName, StackName } from '../results/schema.ts';
import { median } from '../stats/quantiles.ts';
import { CHANGES, type Change, type Target } from './bench-gate-changes.ts';

/** A row of the diff's verdicts, without its blocks. */
export interface KeptRow {
  pattern: PatternName;
  stack: StackName;
  variant: string;
  metric: string;
  family: 'primary' | 'secondary';
  verdict: string;
  base: number | null;
  head: number | null;
  /** head / base over the judged blocks. */
  ratio: number | null;
}

export interface KeptDiff extends Partial<Target> {
  change: string;
  /** Which of the diffs of this change in this cell, from 0. */
  run: number;
  /** What was injected, in the unit of the metric that was to change; 0 for counts and A/A. */
  amount: number;
  at: string;
  commit: string;
  machine: string;
  /** Wall time of the command. */
  ms: number;
  exit_code: number;
  verdict: string;
  why: string;
  rows: KeptRow[];
}

/** @param results of the diff, as diff.json holds them. */
export const keptRows = ({ rows }: Pick<DiffResults, 'rows'>): KeptRow[] =>
  rows.map(({ pattern, stack, variant, metric, family, verdict, base, head, change }) => ({
    ...{ pattern, stack, variant, metric: metric.id, family, verdict, base, head },
    ratio: change?.value ?? null,
  }));

/** Of a diff that was made again, the last line counts. A torn last line is left out. */
export function readKept(file: string): KeptDiff[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const kept = lines.map((line) => JSON.parse(line) as KeptDiff);
  return [...new Map(kept.map((diff) => [keyOf(diff), diff])).values()];
}

export function keep(file: string, diff: KeptDiff): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(diff)}\n`);
}

export const keyOf = ({ change, pattern, stack, run }: Pick<KeptDiff, 'change' | 'run' | 'pattern' | 'stack'>) =>
  [change, pattern, stack, run].join(' ');

/** The row of the changed cell that must carry the verdict. */
export function expectedRow({ expected }: Change, diff: KeptDiff): KeptRow | undefined {
  return expected && changedRows(diff).find(({ metric }) => metric === expected.metric);
}

export const isFound = (change: Change, diff: KeptDiff): boolean =>
  expectedRow(change, diff)?.verdict === change.expected?.verdict && change.expected !== undefined;

/** What made the gate fail although the change did not do it. */
export function falseReds(change: Change, diff: KeptDiff): KeptRow[] {
  const changed = changedRows(diff);
  return diff.rows.filter((row) => {
    if (row.verdict !== 'regression' || row.family !== 'primary') return false;
    const isExpected = change.expected?.verdict === 'regression' && row.metric === change.expected.metric;
    return !changed.includes(row) || !(isExpected || change.causes(row.metric));
  });
}

const changedRows = ({ rows, pattern, stack }: KeptDiff) =>
  rows.filter((row) => row.pattern === pattern && row.stack === stack && row.variant === 'after');

/**
 * What a request of the unchanged endpoint takes of a metric on this machine: the median over the bases of all diffs in
 * which base was unchanged. Undefined before there is one.
 */
export function measuredBase(kept: readonly KeptDiff[], target: Target, metric: string): number | undefined {
  const unchanged = kept.filter(
    ({ change, pattern, stack }) =>
      pattern === target.pattern && stack === target.stack && sideOf(change) === 'head' && change !== 'a/a-burner',
  );
  const values = unchanged.flatMap((diff) => changedRows(diff).find((row) => row.metric === metric)?.base ?? []);
  return values.length === 0 ? undefined : median(values);
}

/**
 * How much of the work that was injected arrives in what the gate measures: measured change / injected amount, over all
 * diffs so far that put work of this kind into head. CPU per request is elastic. A service that is not saturated, because
 * PostgreSQL and the driver have one core together, wakes less often per request when a request takes longer: work of 5 %
 * then reads as +2.5 %. What is to be found is a change of the endpoint's whole CPU per request, so the work is sized by
 * what arrives. Undefined before there is such a diff.
 */
export function arrivedShare(kept: readonly KeptDiff[], target: Target, metric: string): number | undefined {
  const sized = kept.flatMap((diff) => {
    const change = CHANGES.find(({ name }) => name === diff.change);
    const isAlike = diff.pattern === target.pattern && diff.stack === target.stack && change?.side === 'head';
    if (!isAlike || change.expected?.metric !== metric || !(diff.amount > 0)) return [];
    const row = expectedRow(change, diff);
    return row?.base && row.ratio ? [{ amount: diff.amount, arrived: row.base * (row.ratio - 1) }] : [];
  });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return sized.length === 0
    ? undefined
    : sum(sized.map(({ arrived }) => arrived)) / sum(sized.map(({ amount }) => amount));
}

const sideOf = (name: string) => CHANGES.find((change) => change.name === name)?.side;
