/** What every file of an export calls things. */
import type { LoadExport } from '../../results/load-export.ts';
import { counted, STACK_TITLES } from '../kit/format.ts';

/** The name of everything that the export makes in a cluster. */
export const clusterName = ({ id }: Pick<LoadExport, 'id'>): string => `duet-${id}`;

/** "pooling/after in Node", "the request order". */
export const whatText = ({ what }: Pick<LoadExport, 'what'>): string =>
  'cell' in what ? `${what.cell} in ${STACK_TITLES[what.stack]}` : `the request ${what.request}`;

/** "2,000 requests per second for 60 s, from 4 pods". */
export const loadText = ({ ratePerS, durationS, pods }: Pick<LoadExport, 'ratePerS' | 'durationS' | 'pods'>): string =>
  `${counted(ratePerS, 'request')} per second for ${durationS.toLocaleString('en-US')} s, from ${counted(pods, 'pod')}`;
