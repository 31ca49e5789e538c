import path from 'node:path';
import { DuetError, EXIT } from '../../errors.ts';
import { invalidityText } from '../../report/kit/validity.ts';
import type { TuneResults } from '../../results/schema.ts';
import { TUNE_FILE } from '../../results/tune-folder.ts';

/** @throws DuetError (exit 5) when nobody should trust the numbers of one of them. */
export function refuseInvalid(all: readonly TuneResults[], out: string): void {
  const untrusted = all.flatMap(({ id, trust }) => (trust === undefined || trust.trusted ? [] : [{ id, ...trust }]));
  const [first] = untrusted;
  if (first === undefined) return;
  const { id, windows, invalid, example } = first;
  const which =
    all.length === 1 ? 'this run is invalid' : `${untrusted.length} of ${all.length} runs are invalid, first ${id}`;
  const file = path.relative('', path.join(out, id, TUNE_FILE));
  const why = example === null ? '' : `, e.g. ${invalidityText(example)}`;
  throw new DuetError(`${which}: ${invalid} of ${windows} windows cannot be trusted${why}`, {
    exitCode: EXIT.invalid,
    hint: `run it again on an idle machine; ${file} has every reason`,
  });
}
