/** What counting, measuring costs and breaking libraries are given: the libraries, their lab, and what is known already. */
import type { Lab } from '../lab/lab.ts';
import type { Workplace } from '../lab/workplace.ts';
import type { Progress } from '../progress.ts';
import type { LibrariesPlan } from '../results/libraries.ts';
import type { BreakSample, CostSample, LibrarySample } from '../results/library-samples.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { LibraryProcess, StartLibraryOptions } from './library-process.ts';
import type { LibraryTables } from './library-tables.ts';

export interface Measuring {
  /** Those that could be opened and give the right answers, in the order of the catalogue: references are always among them. */
  libraries: readonly CatalogueEntry[];
  plan: LibrariesPlan;
  lab: Lab;
  tables: LibraryTables;
  workplace: Workplace;
  /** Where further processes write their logs. */
  logDir: string;
  /** What is known of this run, earlier sessions of it included: nothing is measured twice. It grows with each sample. */
  samples: readonly LibrarySample[];
  /** Starts a process of a library; whoever starts it stops it. */
  start(entry: CatalogueEntry, options?: StartLibraryOptions): Promise<LibraryProcess>;
  /** Whether something that takes this long may still begin: with `--minutes` nothing begins that would not end by then. */
  hasTime(expectedMs: number): boolean;
  signal: AbortSignal;
  progress: Progress;
}

/**
 * Measures what is not among the samples yet, as long as there is time, and yields each sample as soon as there is one: it is on
 * disk before the next begins. The failure of one library is a sample; what is thrown ends the run.
 */
export type MeasureCosts = (measuring: Measuring) => AsyncIterable<CostSample>;
export type MeasureBreaks = (measuring: Measuring) => AsyncIterable<BreakSample>;
