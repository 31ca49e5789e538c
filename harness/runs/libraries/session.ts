/** What is up while libraries are opened, counted and measured, and where what is found goes. */
import type { Measuring } from '../../libraries/measuring.ts';
import type { Library } from '../../results/libraries.ts';
import type { LibrarySample } from '../../results/library-samples.ts';

export interface LibrariesSession extends Measuring {
  /** The file that is summed when answers are compared. */
  file: string;
  /** Writes a sample down. */
  add(sample: LibrarySample): void;
}

/** What became of the installs, by the folder that each has made. */
export type Installs = ReadonlyMap<string, Library['install']>;
