/** A long history as a file: runs of many services in turn, made from one real run. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { HistoryEntry } from '../results/schema.ts';
import { below, seededRandom } from '../stats/random.ts';

export interface LongHistory {
  runs: number;
  services: number;
}

export const serviceNamed = (index: number): string => `service-${String(index + 1).padStart(2, '0')}`;

const HOUR_MS = 3_600_000;
/** How far gains stray from run to run, as a share. */
const SPREAD = 0.02;
const MACHINES = 4;
/** Runs between two ways of measuring. */
const METHOD_RUNS = 4_000;
/** In the last run of every tenth service the first gains are lower by this factor. */
const MOVED = 0.8;
const LINES_AT_ONCE = 500;

export function writeLongHistory(file: string, from: HistoryEntry, { runs, services }: LongHistory): void {
  const { gains, ...head } = from;
  const random = seededRandom(runs);
  const straying = () => 1 + (SPREAD * (below(random, 2_001) - 1_000)) / 1_000;
  const startMs = Date.UTC(2026, 0, 1) - runs * HOUR_MS;
  const lineOf = (index: number): string => {
    const service = index % services;
    const isMoved = service % 10 === 0 && index >= runs - services;
    const machine = below(random, MACHINES);
    const finished_at = new Date(startMs + index * HOUR_MS).toISOString();
    const entry: HistoryEntry = {
      ...head,
      run: `${finished_at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${from.profile}-${hex(index, 4)}`,
      service: serviceNamed(service),
      finished_at,
      commit: hex(below(random, 2 ** 32), 12),
      method: hex(Math.floor(index / METHOD_RUNS), 12),
      fingerprint: hex(machine, 16),
      machine: `${from.machine}, number ${machine}`,
      gains: gains.map((gain, at) => {
        const factor = straying() * (isMoved && at < 4 ? MOVED : 1);
        const times = (value: number | null) => (value === null ? null : value * factor);
        return { ...gain, value: gain.value * factor, low: times(gain.low), high: times(gain.high) };
      }),
    };
    return `${JSON.stringify(entry)}\n`;
  };
  writeFileSync(file, '');
  for (let first = 0; first < runs; first += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, runs - first);
    appendFileSync(file, Array.from({ length: count }, (_, at) => lineOf(first + at)).join(''));
  }
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
