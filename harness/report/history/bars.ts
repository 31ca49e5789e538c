/** A series as a line of bars, one for each run. */
import { MOST_SHOWN, type TrendSeries } from '../../results/trends.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** Stands where it was measured differently: bars left and right of it are of two worlds. */
export const BREAK = '┊';

/** From the lowest to the highest value of the line, on a log scale where there is one; a flat line stays in the middle. */
export function barsOf({ values }: TrendSeries, most = MOST_SHOWN): string {
  const shown = values.slice(-most);
  const positive = shown.every(({ value }) => value > 0);
  const heights = shown.map(({ value }) => (positive ? Math.log(value) : value));
  const [least, highest] = [Math.min(...heights), Math.max(...heights)];
  return shown
    .map(({ segment }, index) => {
      const share = highest === least ? 0.5 : ((heights[index] as number) - least) / (highest - least);
      const bar = BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] as string;
      return index > 0 && shown[index - 1]?.segment !== segment ? BREAK + bar : bar;
    })
    .join('');
}
