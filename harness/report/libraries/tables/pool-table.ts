/** The pool that a library has when nobody sets anything. */
import type { DefaultPool, Library } from '../../../results/libraries.ts';
import { quantity } from '../../kit/format.ts';
import { type SortableTable, sortableOf } from '../../kit/sortable.ts';
import { libraryColumns } from './columns.ts';

/** Null where no library of the field has one. */
export function poolTable(libraries: readonly Library[]): SortableTable | null {
  const pools = libraries.flatMap((library) => (library.pool === undefined ? [] : [{ ...library.pool, library }]));
  if (pools.length === 0) return null;
  return sortableOf('The connections that it opens, and what becomes of a request that finds none free', pools, [
    ...libraryColumns(({ library }: (typeof pools)[number]) => library),
    { heading: 'most connections', text: mostText, value: ({ most, asked }) => most ?? asked },
    { heading: 'a request that finds none free', text: waitText },
    { heading: 'its error', text: ({ said = '' }) => said },
  ]);
}

const mostText = ({ most, asked }: DefaultPool): string =>
  most === null ? `${asked.toLocaleString('en-US')} of ${asked.toLocaleString('en-US')}` : most.toLocaleString('en-US');

function waitText({ wait, wait_ms }: DefaultPool): string {
  const after = wait_ms === undefined ? '' : quantity(wait_ms, 'ms');
  if (wait === 'not-reached') return 'there is always one';
  if (wait === 'longer') return after === '' ? 'waits longer' : `waits longer than ${after}`;
  return after === '' ? 'gets an error' : `gets an error after ${after}`;
}
