/** The code of each variant, cut from the files that run: the lines between its region markers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { patternFile, repositoryRoot } from '../lab/source.ts';
import { patterns } from '../patterns/index.ts';
import { variantsOf } from '../patterns/pattern.ts';
import type { CodeExcerpt, PatternName, RunHeader, StackName } from '../results/schema.ts';

const LANGUAGES: Record<StackName, CodeExcerpt['language']> = { node: 'typescript', python: 'python' };

export function readExcerpts(names: PatternName[], stacks: StackName[]): RunHeader['code'] {
  return Object.fromEntries(
    names.map((pattern) => [
      pattern,
      Object.fromEntries(
        stacks.map((stack) => {
          const file = patternFile(pattern, stack);
          const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
          const excerpts = variantsOf(patterns[pattern], stack).map((variant) => ({
            variant,
            file,
            language: LANGUAGES[stack],
            ...cutRegion(text, variant, file),
          }));
          return [stack, excerpts];
        }),
      ),
    ]),
  );
}

/** @throws when the file has no region of that name: a report without its code would be half a report. */
export function cutRegion(text: string, name: string, file: string): { first_line: number; text: string } {
  const lines = text.split('\n');
  const isStart = (line: string) => line.match(/^\s*(?:\/\/|#)\s*#?region\s+(\S+)\s*$/)?.[1] === name;
  const start = lines.findIndex(isStart);
  const length = lines.slice(start + 1).findIndex((line) => /^\s*(?:\/\/|#)\s*#?endregion/.test(line));
  const body = lines.slice(start + 1, start + 1 + Math.max(length, 0));
  const first = body.findIndex((line) => line.trim() !== '');
  if (start === -1 || first === -1) throw new Error(`${file} has no region "${name}"`);
  return { first_line: start + 2 + first, text: body.slice(first).join('\n').trimEnd() };
}
