import { type ElementRange, readElements } from "./read-elements.ts";
import { bytesPerElement } from "./stored-type.ts";

/** One axis of a view: its size, the step in the file and the step in the result, in elements. */
interface Axis {
  readonly size: number;
  readonly stride: number;
  readonly step: number;
}

/** Elements of a file that are looked at together; 8 MB as float32. */
const blockElements = 1 << 21;

/** Reads a view of consecutive elements, row by row of the view, whatever its strides are. None may be negative. */
export async function readView(range: ElementRange, view: { shape: readonly number[]; strides: readonly number[] }, into: Float32Array): Promise<void> {
  if (into.length === 0) return;
  const axes = axesOf(view.shape, view.strides);
  if (axes.every(({ stride, step }) => stride === step)) return readElements(range, into);
  const scratch = new Float32Array(Math.min(blockElements, spanOf(axes)));
  await readBlock({ range, axes, into, scratch, target: 0 });
}

/** Axes of more than one element, those with the largest strides first, so that the file is read from front to back. */
function axesOf(shape: readonly number[], strides: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! > 1) axes.push({ size: shape[axis]!, stride: strides[axis]!, step });
    step *= shape[axis]!;
  }
  return axes.sort((a, b) => b.stride - a.stride);
}

/** From the first to the last element that the axes reach in the file. */
function spanOf(axes: readonly Axis[]): number {
  return axes.reduce((span, { size, stride }) => span + (size - 1) * stride, 1);
}

async function readBlock(options: { range: ElementRange; axes: readonly Axis[]; into: Float32Array; scratch: Float32Array; target: number }): Promise<void> {
  const { range, axes, into, scratch, target } = options;
  const span = spanOf(axes);
  if (span <= scratch.length) {
    const source = scratch.subarray(0, span);
    await readElements(range, source);
    scatter({ source, axes, into, target });
    return;
  }
  const longest = axes.reduce((best, axis, index) => ((axis.size - 1) * axis.stride > (axes[best]!.size - 1) * axes[best]!.stride ? index : best), 0);
  const { size, stride, step } = axes[longest]!;
  const half = Math.ceil(size / 2);
  await readBlock({ ...options, axes: axes.with(longest, { size: half, stride, step }) });
  const start = range.start + half * stride * bytesPerElement[range.dtype];
  await readBlock({ ...options, range: { ...range, start }, axes: axes.with(longest, { size: size - half, stride, step }), target: target + half * step });
}

function scatter({ source, axes, into, target }: { source: Float32Array; axes: readonly Axis[]; into: Float32Array; target: number }): void {
  const inner = axes.at(-1) ?? { size: 1, stride: 0, step: 0 };
  const outer = axes.slice(0, -1);
  const counters = outer.map(() => 0);
  let from = 0;
  let to = target;
  for (;;) {
    for (let index = 0; index < inner.size; index++) into[to + index * inner.step] = source[from + index * inner.stride]!;
    let axis = outer.length - 1;
    for (; axis >= 0; axis--) {
      const { size, stride, step } = outer[axis]!;
      counters[axis]! += 1;
      from += stride;
      to += step;
      if (counters[axis]! < size) break;
      counters[axis] = 0;
      from -= size * stride;
      to -= size * step;
    }
    if (axis < 0) return;
  }
}
