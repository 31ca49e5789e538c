/** Text on its way to a terminal: harmless, and no wider than its lines. */

/** Control characters from data must not reach a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Cut to the width, with an ellipsis. */
export function fitted(text: string, width: number): string {
  const line = printable(text);
  if (line.length <= width) return line;
  return width > 0 ? `${line.slice(0, width - 1)}…` : '';
}

/** Lines of at most the width; words longer than that are left whole. */
export function wrapped(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line];
}
