import type { Page, PageQuery } from '../../hub/services/results.ts';
import { describeProblem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';

const atOnce = 200;

/** Every item of a listing of the hub, page after page. Throws with the problem's sentence. */
export const everyPage = async <Item>(
  ask: (query: PageQuery) => Promise<Result<Page<Item>>>,
): Promise<Item[]> => {
  const found: Item[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: Awaited<ReturnType<typeof ask>> = await ask({ after, limit: atOnce });
    if (!page.ok) throw new Error(describeProblem(page.problem));
    found.push(...page.value.items);
    after = page.value.next;
  }
  return found;
};
