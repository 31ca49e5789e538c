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
  const parts = [
    ...sameWaits(errors).map((all) => `gets an error${afterText(all[0]?.wait_ms)} with ${namesOf(all)}`),
    ...(longer.length === 0 ? [] : [`waits longer than was watched${watchedText(longer)} with ${namesOf(longer)}`]),
  ];
  return `a request that finds no connection free ${parts.join('; ')}`;
}

/** An error comes late on a busy machine, and never early: waits that are so much longer than the shortest are the same setting. */
const LATE = 1.15;

/** @param sorted the shortest wait first. */
function sameWaits(sorted: readonly NamedPool[]): NamedPool[][] {
  const groups: NamedPool[][] = [];
  for (const pool of sorted) {
    const shortest = groups.at(-1)?.[0];
    if (shortest !== undefined && msOf(pool) <= LATE * msOf(shortest)) groups.at(-1)?.push(pool);
    else groups.push([pool]);
  }
  return groups;
}

const msOf = ({ wait_ms = 0 }: DefaultPool): number => wait_ms;

const afterText = (ms: number | undefined): string => (ms === undefined ? '' : ` after ${quantity(rounded(ms), 'ms')}`);

function watchedText(pools: readonly NamedPool[]): string {
  const watched = Math.max(...pools.map(msOf));
  return watched === 0 ? '' : ` (${quantity(rounded(watched), 'ms')})`;
}

/** To two digits, for 30,012 ms are a setting of 30 s. */
const rounded = (ms: number): number => Number(ms.toPrecision(2));

const namesOf = (pools: readonly NamedPool[]): string => someOf(pools.map(({ title }) => title));
