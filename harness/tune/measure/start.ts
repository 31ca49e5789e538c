/** Starting a subject with a setting, which may be too small for a single request. */
import { DuetError, Interrupted } from '../../errors.ts';
import { connectionsOf, type PoolSetting } from '../../results/tune.ts';
import type { StartLimits, Subject, TunedService } from '../subject.ts';

export interface Starting {
  subject: Subject;
  /** Fewer connections than these may be too few for one request: then PoolTooSmall is thrown. */
  mayBeTooFew?: { below: number; limits: StartLimits };
  /** Called with what each start took until the service was ready and had answered once. */
  onStart?(ms: number, setting: PoolSetting): void;
}

/** One request was not answered on so many connections. */
export class PoolTooSmall extends Error {
  override name = 'PoolTooSmall';
  readonly connections: number;

  /** @param cause NoAnswer, or how the service ended. */
  constructor(connections: number, cause: DuetError) {
    super(`${connections} connections are too few: ${cause.message}`, { cause });
    this.connections = connections;
  }
}

/** @throws DuetError when it does not come up; PoolTooSmall where that may be the setting's fault. */
export async function startSetting(setting: PoolSetting, starting: Starting): Promise<TunedService> {
  const { subject, mayBeTooFew, onStart } = starting;
  const connections = connectionsOf(setting);
  const limits = mayBeTooFew !== undefined && connections < mayBeTooFew.below ? mayBeTooFew.limits : undefined;
  const startedMs = performance.now();
  try {
    const service = await subject.start(setting, limits);
    onStart?.(performance.now() - startedMs, setting);
    return service;
  } catch (error) {
    if (limits === undefined || !(error instanceof DuetError) || error instanceof Interrupted) throw error;
    throw new PoolTooSmall(connections, error);
  }
}
