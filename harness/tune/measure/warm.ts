/** A setting that stays up from one part of a tuning to the next: the next one needs neither a start nor a warm-up. */
import { connectionsOf, type PoolSetting } from '../../results/tune.ts';
import { type Arm, type Bench, openArm } from './bench.ts';

export class Warm implements AsyncDisposable {
  #arm: Arm | undefined;

  /** Takes it over: it is ended here, unless it is taken. */
  keep(arm: Arm): void {
    this.#arm = arm;
  }

  /** The one that was kept where it is of this setting, else a fresh one. The caller ends it. */
  async take(setting: PoolSetting, bench: Bench): Promise<Arm> {
    const arm = this.#arm;
    if (arm === undefined || !isSame(arm.setting, setting)) {
      await this.end();
      return await openArm(setting, bench);
    }
    this.#arm = undefined;
    return arm;
  }

  async end(): Promise<void> {
    const arm = this.#arm;
    this.#arm = undefined;
    await arm?.[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

const isSame = (one: PoolSetting, other: PoolSetting): boolean =>
  connectionsOf(one) === connectionsOf(other) && one.overflow === other.overflow && one.timeout_ms === other.timeout_ms;
