/** What an export is, whichever load generator it is for: its files are made from this. */
import type { StackName } from './names.ts';

export interface LoadExport {
  id: string;
  /** The command line, as typed after "duet", with its seed and without secrets. */
  command: string;
  /** A cell of duet's own services, or a request of the reader's. */
  what: { stack: StackName; cell: string } | { request: string };
  /** Where the service is, as it may be shown. */
  url: string;
  /** The rate of all pods together. */
  ratePerS: number;
  durationS: number;
  pods: number;
  /** The lines of the file of targets. */
  targets: number;
}

/** The load generators that `duet export` writes for. */
export const GENERATORS = ['vegeta', 'k6'] as const;
export type Generator = (typeof GENERATORS)[number];

/** The file of the requests, whatever it is exported for. */
export const TARGETS_FILE = 'targets.json';
