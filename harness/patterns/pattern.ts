/** What a pattern is to the harness: its cells, requests, metrics, claims and limits. One file per pattern. */
import type { Lab, StartOptions, TrialLab } from '../lab/lab.ts';
import type { Service } from '../lab/services.ts';
import type { Client, HttpRequest } from '../load/client.ts';
import type { Drivers } from '../load/driver.ts';
import {
  BEST,
  type Claim,
  type DiffStackName,
  type Failure,
  type LoadKind,
  type Metric,
  type PatternName,
  type Sample,
  type Sizes,
  type StackName,
} from '../results/schema.ts';

/** Where trials take place: around the services of duet, or around a reader's. */
export interface Testbed {
  lab: TrialLab;
  service: Service<DiffStackName>;
}

export interface OwnTestbed extends Testbed {
  lab: Lab;
  service: Service;
}

export interface TrialContext<On extends Testbed = OwnTestbed> {
  lab: On['lab'];
  service: On['service'];
  client: Client;
  /** What puts load on the service. Absent: duet's own drivers. */
  drivers?: Drivers;
  variant: string;
  sizes: Sizes;
  signal: AbortSignal;
}

/**
 * What one trial found. `raw_ms` holds single requests; a block's value is then their median. `invalid` holds what the
 * pattern itself knows to be wrong with the trial: its load, its driver.
 */
export interface Measurement extends Partial<Pick<Sample, 'histograms' | 'driver' | 'invalid' | 'busy'>> {
  metrics: Record<string, number>;
  limits?: Record<string, number>;
  raw_ms?: Record<string, number[]>;
  failure?: Failure;
}

/** One kind of trial of a pattern. A pattern has one, or several where the lab must stand differently. */
export interface Phase<On extends Testbed = OwnTestbed> {
  name: string;
  start: StartOptions;
  /**
   * Service processes are fresh for each block, where they serve all such phases with the same start one after the other;
   * for each phase of a block; or for each single trial.
   */
  fresh: 'per-block' | 'per-phase' | 'per-trial';
  /** How many trials of a variant a block holds; they are spread and mirrored around its middle (ABBA). */
  trialsPerBlock(variant: string): number;
  /**
   * Where services that start `by-phase` are during the trials. `own`: apart from everything else. `shared`: with everything
   * else on one core, where each process runs until it waits, so that no more and no fewer of them wait for one that is slower.
   */
  core?: 'own' | 'shared';
  /** Once per phase of a block, before its services are warmed up. */
  prepare?(lab: On['lab'], sizes: Sizes): Promise<void>;
  /** Once per service process and variant, before the first trial; of services that start `by-phase` all at once. */
  warmUp?(context: TrialContext<On>): Promise<void>;
  trial(context: TrialContext<On>): Promise<Measurement>;
  /** The load of its trials that another driver than duet's own can put on the service. */
  load?: LoadKind;
  /**
   * In place of `trial`, where the k-th trials of a cell on all sides are carried out together, a few requests in turn to
   * each: one measurement for each context, in their order.
   */
  inTurns?(contexts: readonly TrialContext<On>[]): Promise<Measurement[]>;
  /**
   * The variant that is also measured against itself (A/A), to see what nothing does: a cheap one. `ifAlone`: in this
   * phase none is cheap, so only where no other phase of the block has a control; phases of a pattern that share their
   * processes count as one. `everyBlocks`: only in one block of so many, from the first one on. There it has as many trials
   * as the variant, or the two would not be comparable. In a run these trials count for the variant, too, which therefore has
   * twice as many as `trialsPerBlock` says; in a diff they are those of another process, and do not.
   */
  control?: { variant: string; ifAlone?: true; everyBlocks?: number };
  /** The one variant that it measures. Default: all. */
  only?: string;
  /** Variants that take long for what they tell: a sparing profile has them in the first block alone. */
  sparingly?: readonly string[];
  /** Expected time of the start and the end of one process, in ms. Default: that of the stack. */
  expectedStartMs?(): number;
  /** Expected time of the warm-up of one process, in ms. Default: half a second for all processes together. */
  expectedWarmUpMs?(stack: On['service']['stack']): number;
  /** Expected time of one trial without warm-up, in ms, for the time left. */
  expectedMs(variant: string, sizes: Sizes): number;
}

/** The requests of a cell around which everything is counted, apart from the timed trials. */
export interface InspectedRequests {
  /** How many, one after the other; each must cause the same counts. */
  count: number;
  /** @param n from 1 on. */
  request(variant: string, n: number, sizes: Sizes, stack: StackName): HttpRequest;
  /** What they are, with their sizes, to follow "counted over". */
  how(sizes: Sizes): string;
  prepare?(lab: Lab, sizes: Sizes, signal: AbortSignal): Promise<unknown>;
}

/** Another way to write a pattern, of one stack: counted once per run, never timed. */
export interface CountedVariant {
  name: string;
  /** What it is, in a few words. */
  what: string;
}

export interface Pattern {
  name: PatternName;
  title: string;
  /** Those that are timed, in both stacks. The first is what the others are compared with. */
  variants: string[];
  /** What a run only counts, so that it takes a second and not blocks. */
  counted?: Record<StackName, CountedVariant[]>;
  /** The metric of the summary row comes first. */
  metrics: Metric[];
  claims: Claim[];
  gains: { metric: string; kind: 'ratio' | 'difference' }[];
  /** How each limit is found, by metric. */
  limits: Record<string, (sizes: Sizes) => string>;
  /** The same of a variant that has limits of its own, by its name. */
  ownLimits?: Record<string, Pattern['limits']>;
  /** What this profile runs, in one sentence. */
  workload(sizes: Sizes): string;
  /** Tiny requests whose answers must be equal in both stacks. */
  checks(variant: string): HttpRequest[];
  inspected: InspectedRequests;
  phases: Phase[];
}

/** All variants that a stack has of a pattern: the timed ones, then those that are only counted. */
export function variantsOf({ variants, counted }: Pattern, stack: StackName): string[] {
  return [...variants, ...(counted?.[stack] ?? []).map(({ name }) => name)];
}

/** Those of the timed variants that a diff times, too, and that curves are drawn of: all but the best way. */
export const comparedVariants = ({ variants }: Pick<Pattern, 'variants'>): string[] =>
  variants.filter((variant) => variant !== BEST);
