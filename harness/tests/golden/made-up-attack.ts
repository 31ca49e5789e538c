/** Attacks of vegeta as its raw results would have them, made up from a seed. Test fixtures, not measurements. */
import type { Attack } from '../../attacks/read-attack.ts';
import type { VegetaResult } from '../../load/vegeta-results.ts';
import { type AttackName, attackName, podRate } from '../../results/attack-name.ts';
import { fraction, seededRandom } from '../../stats/random.ts';

export const EXPORT: Omit<AttackName, 'pod'> = { id: '3f9ac2d10b7e', pods: 3, ratePerS: 600, durationS: 10 };

const BEGAN_MS = Date.parse('2026-01-14T09:30:00.000Z');

export interface MadeUpAttack extends Partial<AttackName> {
  /** When it began after the others, in ms. */
  afterMs?: number;
  /** The median of its response times, in ms. */
  medianMs?: number;
  /** Its first requests; by default all of them. */
  requests?: number;
  /** What becomes of a request otherwise. */
  outcomeOf?(seq: number): Partial<VegetaResult>;
}

export function madeUpAttack(made: MadeUpAttack = {}): Attack {
  const { afterMs = 0, medianMs = 2, outcomeOf = () => ({}), requests = Number.POSITIVE_INFINITY, ...own } = made;
  const name: AttackName = { ...EXPORT, pod: 0, ...own };
  const rate = podRate(name);
  const intervalMs = (1_000 * rate.perS) / rate.requests;
  const random = seededRandom(name.pod + 1);
  const count = Math.min(requests, Math.floor((1_000 * name.durationS) / intervalMs));
  const results = Array.from({ length: count }, (_, seq): VegetaResult => {
    // Every request is sent up to 0.1 ms late, the first one at once.
    const lateMs = seq === 0 ? 0 : 0.1 * fraction(random);
    return {
      ...{ attack: attackName(name, name.pod), seq, code: 200, error: '', method: 'GET', url: 'http://service:8080/' },
      sentMs: BEGAN_MS + afterMs + seq * intervalMs + lateMs,
      // Log-uniform around the median, up to four times as much.
      latencyMs: medianMs * 4 ** (2 * fraction(random) - 1) - lateMs,
      ...outcomeOf(seq),
    };
  });
  return { file: `results-${name.pod}.bin`, name, results };
}

/** Every pod of the export. */
export const madeUpPods = (more: (pod: number) => MadeUpAttack = () => ({})): Attack[] =>
  Array.from({ length: EXPORT.pods }, (_, pod) => madeUpAttack({ pod, ...more(pod) }));
