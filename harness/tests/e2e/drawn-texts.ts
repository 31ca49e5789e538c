/** Whether the texts of a drawing can be read: none covers another, and none leaves the drawing. */
import type { Locator } from 'playwright-core';

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Boxes of text are higher than its letters. */
const MOST_DOWN = 4;

/** "this / that" of texts that cover each other, and those that stand outside. */
export async function coveredTexts(drawing: Locator): Promise<string[]> {
  const { left, right, boxes } = (await drawing.evaluate((svg) => ({
    left: svg.getBoundingClientRect().left,
    right: svg.getBoundingClientRect().right,
    boxes: [...svg.querySelectorAll('text')].map((text) => ({
      text: text.textContent ?? '',
      ...text.getBoundingClientRect().toJSON(),
    })),
  }))) as { left: number; right: number; boxes: Box[] };
  const outside = boxes.filter((one) => one.left < left - 1 || one.right > right + 1).map(({ text }) => text);
  const covered = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => shared(one, other, 'left', 'right') > 1 && shared(one, other, 'top', 'bottom') > MOST_DOWN)
      .map((other) => `${one.text} / ${other.text}`),
  );
  return [...outside, ...covered];
}

const shared = (one: Box, other: Box, from: 'left' | 'top', to: 'right' | 'bottom'): number =>
  Math.min(one[to], other[to]) - Math.max(one[from], other[from]);
