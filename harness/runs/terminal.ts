/** How summaries are shown: in the colours and the width of stdout; 100 columns where it is no terminal. */
export const terminal = ({ stdout }: NodeJS.Process = process) => ({
  color: stdout.hasColors?.() ?? false,
  width: stdout.columns || 100,
});
