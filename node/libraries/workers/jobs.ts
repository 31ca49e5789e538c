/** What a worker does, for libraries that find a job by the name of an export. */
export { revenueReport as report } from '../../patterns/revenue.ts';

/** Ends the thread, or the process where the library has processes, without a word. */
export function die(): never {
  process.exit(1);
}
