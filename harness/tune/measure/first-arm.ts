/** The first start of a service, with a pool that is ample for one request at a time. */
import { DuetError, EXIT } from '../../errors.ts';
import type { PoolSetting } from '../../results/tune.ts';
import { type Subject, toldTimeout } from '../subject.ts';
import { type Arm, type Bench, openArm, plainSetting } from './bench.ts';

const CONNECTIONS = 8;
/** Where a service does not start with so few: asyncpg keeps ten unless told otherwise, and takes no bound below them. */
const MORE_CONNECTIONS = 32;
/** No whole seconds: a service that takes only these fails now, and not when short waits are tried. */
const TIMEOUT_MS = 2_500;
/** A start that took longer did not fail at reading its settings. */
const SOON_MS = 10_000;

/**
 * @param most connections that may be opened.
 * @throws what the first attempt threw, when the second fails, too.
 */
export async function openFirstArm(most: number, bench: Bench): Promise<Arm> {
  const { subject } = bench;
  const isOwn = subject.describes.kind === 'own';
  const open = (connections: number) => openArm(firstSetting(connections, subject), bench, isOwn ? {} : { clients: 1 });
  const connections = Math.min(CONNECTIONS, most);
  const startedMs = performance.now();
  try {
    return await open(connections);
  } catch (error) {
    const wasSoon = performance.now() - startedMs < SOON_MS;
    if (isOwn || most <= connections || !wasSoon || !hasEnded(error)) throw error;
    return await open(Math.min(MORE_CONNECTIONS, most)).catch(() => {
      throw error;
    });
  }
}

const firstSetting = (connections: number, subject: Subject): PoolSetting => ({
  ...plainSetting(connections),
  timeout_ms: toldTimeout(subject, TIMEOUT_MS),
});

const hasEnded = (error: unknown): boolean => error instanceof DuetError && error.exitCode === EXIT.environment;
