/** The order in which test files begin, so that none that takes minutes is left for the end, where it would run alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** How long a file takes that has not run here yet, in ms, by the tier that its project belongs to. */
const USUAL_MS: Record<string, number> = { e2e: 30_000, contract: 15_000, unit: 500 };

/** By what each file took last time, whatever project it belongs to. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const usual = ({ project }: TestSpecification) => USUAL_MS[project.name.split('-')[0] ?? ''] ?? 0;
    const known = (file: TestSpecification) => this.ctx.cache.getTestSpecificationResult(file)?.duration;
    const expected = (file: TestSpecification) => known(file) ?? usual(file);
    // Where nothing is known, larger files go first.
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => group(one) - group(other) || expected(other) - expected(one));
  }
}
