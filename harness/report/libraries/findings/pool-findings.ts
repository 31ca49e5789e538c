/** What pools do of which nobody sets anything, in sentences without their capital letter and full stop. */
import type { DefaultPool } from '../../../results/libraries.ts';
import { counted, quantity } from '../../kit/format.ts';
import { groupsText, someOf } from '../words/name-lists.ts';
import type { Chosen } from './selection.ts';

interface NamedPool extends DefaultPool {
  title: string;
}

export function poolFindings({ libraries }: Chosen): string[] {
  const pools = libraries.flatMap(({ title, pool }) => (pool === undefined ? [] : [{ title, ...pool }]));
  return [sizeFinding(pools), waitFinding(pools)].filter((finding) => finding !== null);
}

function sizeFinding(pools: readonly NamedPool[]): string | null {
  const bounded = pools.flatMap(({ title, most }) => (most === null ? [] : [{ title, value: most }]));
  const unbounded = pools.filter(({ most }) => most === null);
  const parts = [
    ...(bounded.length === 0 ? [] : [`a pool opens at most ${groupsText(bounded, 'connection', pools.length)}`]),
    ...(unbounded.length === 0 ? [] : [unboundedText(unbounded)]),
  ];
  return parts.length === 0 ? null : `by default ${parts.join('; ')}`;
}

function unboundedText(pools: readonly NamedPool[]): string {
  const asked = Math.max(...pools.map((pool) => pool.asked));
  return `there is a connection for each of ${counted(asked, 'request')} at once with ${namesOf(pools)}`;
}

function waitFinding(pools: readonly NamedPool[]): string | null {
  const waited = pools.filter(({ wait }) => wait !== 'not-reached');
  if (waited.length === 0) return null;
  const longer = waited.filter(({ wait }) => wait === 'longer');
  const errors = waited.filter(({ wait }) => wait === 'error').toSorted((one, other) => msOf(one) - msOf(other));
  const seconds = Map.groupBy(errors, ({ wait_ms }) => afterText(wait_ms));
  const parts = [
    ...[...seconds].map(([after, all]) => `gets an error${after} with ${namesOf(all)}`),
    ...(longer.length === 0 ? [] : [`waits longer than was watched${watchedText(longer)} with ${namesOf(longer)}`]),
  ];
  return `a request that finds no connection free ${parts.join('; ')}`;
}

const msOf = ({ wait_ms = 0 }: DefaultPool): number => wait_ms;

const afterText = (ms: number | undefined): string => (ms === undefined ? '' : ` after ${quantity(rounded(ms), 'ms')}`);

function watchedText(pools: readonly NamedPool[]): string {
  const watched = Math.max(...pools.map(msOf));
  return watched === 0 ? '' : ` (${quantity(rounded(watched), 'ms')})`;
}

/** To two digits: 30,012 ms and 30,020 ms are the same setting. */
const rounded = (ms: number): number => Number(ms.toPrecision(2));

const namesOf = (pools: readonly NamedPool[]): string => someOf(pools.map(({ title }) => title));
