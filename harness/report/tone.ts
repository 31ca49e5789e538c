/** How a verdict is felt about; colour only repeats what its words say. */
export type Tone = 'bad' | 'good' | 'doubt' | 'quiet';
