/** Made-up imports: one in order, and one of which everything is wrong that can be. Test fixtures, not measurements. */
import { addUp } from '../../attacks/add-up.ts';
import type { Attack } from '../../attacks/read-attack.ts';
import { IMPORT_VERSION, type ImportResults } from '../../results/import.ts';
import { madeUpPods } from './made-up-attack.ts';

export const goldenImport = (): ImportResults => imported(madeUpPods());

/** One pod is slower, one is late, one was cut off, and some requests got no answer or another one. */
export const goldenImportInvalid = (): ImportResults =>
  imported(
    madeUpPods((pod) => ({
      ...(pod === 1 ? { medianMs: 4, afterMs: 5_000 } : {}),
      ...(pod === 2 ? { requests: 1_500 } : {}),
      outcomeOf(seq) {
        if (seq % 100 === 7) return { code: 503, error: '503 Service Unavailable' };
        const port = 40_000 + seq;
        const error = `Get "http://service:8080/": dial tcp 10.0.0.${pod}:${port}->10.0.0.9:8080: connect: connection refused`;
        return seq % 500 === 9 ? { code: 0, error } : {};
      },
    })),
  );

const imported = (attacks: readonly Attack[]): ImportResults => ({
  schema: 'duet-import',
  schema_version: IMPORT_VERSION,
  duet_version: '0.1.0',
  id: 'golden-import',
  command: 'import results-0.bin results-1.bin results-2.bin',
  ...addUp(attacks),
});
