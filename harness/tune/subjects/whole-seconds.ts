/** Services whose wait for a connection takes only whole seconds: found out at their first start, and said so. */
import { DuetError, Interrupted, refused } from '../../errors.ts';
import type { PoolSetting } from '../../results/tune.ts';
import { placeholdersIn } from '../../service/command-placeholders.ts';

const SECOND_MS = 1_000;

/**
 * The first start. Where it fails with a fraction of a second, and does not with whole seconds, that is what the error says.
 * @param templates by what they are called: "--command", the name of a variable, "--hook".
 * @param patienceMs a start that took as long as that did not fail at reading its settings.
 * @throws DuetError (exit 2) that names the setting; else what the start with a fraction threw.
 */
export async function startWithFraction<Service extends AsyncDisposable>(
  setting: PoolSetting,
  templates: Readonly<Record<string, string>>,
  patienceMs: number,
  start: (setting: PoolSetting) => Promise<Service>,
): Promise<Service> {
  const startedMs = performance.now();
  try {
    return await start(setting);
  } catch (error) {
    const told = Object.keys(templates).filter((name) => tellsSeconds(name, templates[name] as string));
    const mayBeWhy = error instanceof DuetError && !(error instanceof Interrupted);
    const wasSlow = performance.now() - startedMs >= patienceMs;
    if (told.length === 0 || setting.timeout_ms % SECOND_MS === 0 || !mayBeWhy || wasSlow) throw error;
    const whole = { ...setting, timeout_ms: Math.ceil(setting.timeout_ms / SECOND_MS) * SECOND_MS };
    const started = await start(whole).catch(() => undefined);
    if (started === undefined) throw error;
    await started[Symbol.asyncDispose]();
    throw needsWholeSeconds(told, setting, whole);
  }
}

const tellsSeconds = (name: string, template: string): boolean => placeholdersIn(name, template).has('pool_timeout_s');

function needsWholeSeconds(told: readonly string[], fraction: PoolSetting, whole: PoolSetting): DuetError {
  const [name = ''] = told;
  const seconds = (setting: PoolSetting) => setting.timeout_ms / SECOND_MS;
  const example = name.startsWith('--') ? '' : `, e.g. --env ${name}={pool_timeout_whole_s}`;
  return refused(
    `the service starts with {pool_timeout_s} = ${seconds(whole)} and not with ${seconds(fraction)} (${told.join(', ')}): it takes whole seconds`,
    `{pool_timeout_whole_s} in its place, which is rounded up${example}`,
  );
}
