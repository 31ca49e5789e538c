/** What a run leaves for people and for tools, made in the same way whatever kind of document it is. */
import type { Terminal } from './terminal.ts';

/** Makes the text of one file from what was measured. */
export type Renderer<Results> = (results: Results) => string | Promise<string>;

/** What is said of results that have a place of their own. */
export interface Pages<Results> {
  /** What people open, by the names of the files; the one that they open first comes first. */
  pages: Readonly<Record<string, Renderer<Results>>>;
  /** What other tools read, by the names of the files. */
  forTools?: (results: Results) => Record<string, string>;
  terminal: (results: Results, terminal: Terminal) => string;
}

export interface Document<Results> extends Pages<Results> {
  /** The file of the results themselves, as JSON. */
  data: string;
}
