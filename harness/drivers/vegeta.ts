/**
 * vegeta as driver of open loops. It sends at a constant rate, which is the schedule that duet's own driver keeps in the
 * same trials, and response times count from when requests were due: see load/vegeta-results.ts.
 */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenOpenLoop, Drivers, OpenLoad } from '../load/driver.ts';
import { decodeVegeta } from '../load/vegeta-decode.ts';
import { type VegetaRate, type VegetaResult, vegetaArrivals } from '../load/vegeta-results.ts';
import { vegetaTarget } from '../load/vegeta-target.ts';
import type { FoundDriver } from './find.ts';
import { type DriverPlace, driverFailed, PATIENCE_MS, runProgram } from './program.ts';

/** How long it may take from its start to its first answer. */
const START_MS = 10_000;
const LOOK_MS = 5;
/** As many as duet's own client keeps. */
const CONNECTIONS = 128;

export const vegetaDriver = (driver: FoundDriver, place: DriverPlace): Pick<Drivers, 'open'> => ({
  open: (load) => attack(driver, place, load),
});

let attacks = 0;

async function attack(driver: FoundDriver, place: DriverPlace, load: OpenLoad): Promise<DrivenOpenLoop> {
  const { url, request, ratePerS, longestMs } = load;
  const name = path.join(place.workplace.dir, `vegeta-${++attacks}`);
  const [targets, raw] = [`${name}.json`, `${name}.bin`];
  const rate: VegetaRate = { requests: ratePerS, perMs: 1_000 };
  writeFileSync(targets, `${vegetaTarget(url, request)}\n`);
  const asked = new AbortController();
  const startedMs = performance.now();
  const clockMs = readClockMs();
  let ended = false;
  const running = runProgram(driver, attackArgs({ targets, raw, rate, longestMs }), {
    ...place,
    ...{ mostMs: longestMs + PATIENCE_MS, interrupt: asked.signal },
  }).finally(() => {
    ended = true;
  });
  // Told when it is stopped, not while nobody waits for it.
  running.catch(() => {});
  const end = () => {
    asked.abort();
    return running;
  };
  while (!ended && sizeOf(raw) === 0) {
    if (performance.now() - startedMs > START_MS) {
      await end();
      throw driverFailed(driver, `had no answer within ${START_MS} ms`);
    }
    await sleep(LOOK_MS);
  }
  if (ended) await running; // nobody asked it to
  return {
    async stop() {
      const {
        cpu: { userMs, systemMs },
      } = await end();
      const elapsedMs = performance.now() - startedMs;
      const results = await readResults(driver, place, raw);
      return {
        arrivals: toArrivals(driver, results, rate, clockMs),
        driver: { userMs, systemMs, share: (userMs + systemMs) / elapsedMs },
      };
    },
    async [Symbol.asyncDispose]() {
      await end().catch(() => {});
    },
  };
}

export interface AttackArgs {
  targets: string;
  raw: string;
  rate: VegetaRate;
  longestMs: number;
}

/** The results go to a file: their encoding is not to take the core from the attack. */
export function attackArgs({ targets, raw, rate, longestMs }: AttackArgs): string[] {
  const seconds = Math.ceil(longestMs / 1_000);
  return [
    'attack',
    ...['-format=json', `-targets=${targets}`, `-output=${raw}`],
    ...[`-rate=${rate.requests}/${rate.perMs}ms`, `-duration=${seconds}s`, `-timeout=${seconds}s`],
    ...[`-connections=${CONNECTIONS}`, '-redirects=-1', '-max-body=0'],
  ];
}

/** @throws DriverFailed when vegeta cannot read what it wrote. */
async function readResults(driver: FoundDriver, { signal }: DriverPlace, raw: string): Promise<VegetaResult[]> {
  try {
    return await decodeVegeta(raw, { vegeta: driver.path, signal, mostMs: PATIENCE_MS });
  } catch (error) {
    if (signal.aborted) throw error;
    throw driverFailed(driver, (error as Error).message, error);
  }
}

function toArrivals(driver: FoundDriver, results: readonly VegetaResult[], rate: VegetaRate, clockMs: number) {
  try {
    return vegetaArrivals(results, rate, clockMs);
  } catch (error) {
    throw driverFailed(driver, (error as Error).message, error);
  }
}

/** What is added to a time since 1970 to have it on the clock of performance.now(), in ms. Waits for the next whole one. */
function readClockMs(): number {
  for (const before = Date.now(); ; ) {
    const now = Date.now();
    if (now !== before) return performance.now() - now;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
