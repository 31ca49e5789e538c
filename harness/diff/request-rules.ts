/** What the config file of a reader's service says of the judging of one request. Pure. */
import type { CellName, DiffHeader, ServiceRequest, Thresholds } from '../results/schema.ts';

type Of = Pick<DiffHeader, 'service'>;

/** What the header says of the request of a cell; undefined for a cell of duet's own services. */
export const requestOf = ({ service }: Of, { pattern, variant }: CellName): ServiceRequest | undefined =>
  pattern === 'request' ? service?.requests.find(({ name }) => name === variant) : undefined;

/** Those of the diff, but for what the request has of its own. */
export const thresholdsOf = (header: Of & Pick<DiffHeader, 'thresholds'>, cell: CellName): Thresholds => ({
  ...header.thresholds,
  ...requestOf(header, cell)?.thresholds,
});

/** Whether a cell is several requests in one load. Of each of them is counted what it causes, so that the mix is only timed. */
export const isMix = (header: Of, cell: CellName): boolean => requestOf(header, cell)?.mix !== undefined;

/** Whether no row of it decides anything. */
export const isOnlyShown = (header: Of, cell: CellName): boolean => requestOf(header, cell)?.only_shown === true;
