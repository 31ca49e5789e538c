/** How a verdict is felt about; colour only repeats what its words say. */
export type Tone = 'bad' | 'good' | 'warning' | 'quiet';

/** On a terminal: names of `styleText`. */
export const TONE_STYLES = {
  bad: 'red',
  good: 'green',
  warning: 'yellow',
  quiet: 'reset',
} as const satisfies Record<Tone, string>;
